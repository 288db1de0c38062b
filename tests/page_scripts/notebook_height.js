// Pixels from the top of the first cell to the end of the last, with some room above.
() => {
  const cells = [...document.querySelectorAll(".jp-NotebookPanel .jp-Cell")];
  const boxes = cells.map((cell) => cell.getBoundingClientRect());
  const bottom = Math.max(...boxes.map((box) => box.bottom));
  const top = Math.min(...boxes.map((box) => box.top));
  return 130 + bottom - top;
};
