// A number that changes when the picture on a canvas does.
(el) => {
  const canvas = el.querySelector("canvas");
  const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  let hash = 0;
  for (let i = 0; i < pixels.length; i += 97) hash = (hash * 31 + pixels[i]) | 0;
  return hash;
};
