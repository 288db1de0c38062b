// A picture that is replaced in place: the old one stays until the new one is decoded.
// A drawing comes twice; the style sheet shows the one that suits the page.

/** An image element for the bytes of a trait. */
function picture(model, trait) {
  const img = document.createElement("img");
  let url = null;

  const draw = () => {
    const bytes = model.get(trait);
    if (!bytes || !bytes.byteLength) {
      img.hidden = true;
      return;
    }
    img.hidden = false;
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

  model.on("change:" + trait, draw);
  draw();
  const end = () => {
    if (url) URL.revokeObjectURL(url);
    model.off("change:" + trait, draw);
  };
  return { img, end };
}

function render({ model, el }) {
  el.classList.add("tactile");
  const light = picture(model, "value");
  const dark = picture(model, "dark");
  el.append(light.img, dark.img);

  const describe = () => {
    const drawn = model.get("dark")?.byteLength && model.get("value")?.byteLength;
    light.img.className = drawn ? "tactile-light" : "";
    dark.img.className = drawn ? "tactile-dark" : "tactile-none";
    light.img.alt = model.get("alt");
    dark.img.alt = model.get("alt");
  };

  model.on("change:value change:dark change:alt", describe);
  describe();
  return () => {
    light.end();
    dark.end();
    model.off("change:value change:dark change:alt", describe);
  };
}

export default { render };
