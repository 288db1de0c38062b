// A picture that is replaced in place: the old one stays until the new one is decoded.

function render({ model, el }) {
  el.classList.add("tactile");
  const img = document.createElement("img");
  el.append(img);
  let url = null;

  const describe = () => {
    img.alt = model.get("alt");
  };

  const draw = () => {
    const bytes = model.get("value");
    describe();
    if (!bytes || !bytes.byteLength) {
      img.style.display = "none";
      return;
    }
    img.style.display = "";
    img.style.maxWidth = "100%";
    if (model.get("width")) {
      img.style.width = model.get("width") + "px";
    }
    const old = url;
    const type = "image/" + model.get("format");
    url = URL.createObjectURL(new Blob([bytes], { type }));
    img.onload = () => {
      if (old) URL.revokeObjectURL(old);
    };
    img.src = url;
  };

  model.on("change:value", draw);
  model.on("change:alt", describe);
  draw();
  return () => {
    if (url) URL.revokeObjectURL(url);
    model.off("change:value", draw);
    model.off("change:alt", describe);
  };
}

export default { render };
