// The pure parts of the widgets; run with: node --test tests/js
import assert from "node:assert/strict";
import test from "node:test";

import {
  axis,
  colours,
  description,
  inRows,
  keys,
  show,
} from "../../tactile_nb/explore/js/curves.js";
import {
  farthest,
  frameAt,
  keyMeaning,
  missing,
  nextContact,
  place,
} from "../../tactile_nb/explore/js/player.js";
import { scale, valueText } from "../../tactile_nb/explore/js/slider.js";

test("a logarithmic slider goes there and back", () => {
  const { to, from } = scale(true);
  assert.equal(to(100), 2);
  assert.ok(Math.abs(from(to(0.07)) - 0.07) < 1e-12);
  assert.equal(scale(false).from(0.3), 0.3);
});

test("values stand with few digits and their unit", () => {
  assert.equal(valueText(0.070004, true, ""), "0.07");
  assert.equal(valueText(0.1 + 0.2, false, "m"), "0.3 m");
});

test("numbers at an axis are short and a value that is not finite is said", () => {
  assert.equal(show(2.7725), "2.77");
  assert.equal(show(0.0012), "1.2e-3");
  assert.equal(show(12345), "1.2e+4");
  assert.equal(show(0), "0");
  assert.equal(show(NaN), "not finite");
});

test("an axis has round ticks and holds every value", () => {
  for (const [values, zero] of [
    [[0.1, 2.9], true],
    [[-3, 4], false],
    [[5, 5], false],
    [[1e-4, 3e-4], true],
  ]) {
    const { low, high, tick } = axis(values, zero);
    assert.ok(low <= Math.min(...values) && high >= Math.max(...values));
    assert.ok((high - low) / tick >= 1 && (high - low) / tick <= 8);
  }
  assert.equal(axis([1, 3], true).low, 0);
});

test("a panel is described by its newest values and its levels", () => {
  const panel = {
    title: "hsa",
    unit: "nats",
    lines: [
      { name: "training", y: [3, 2.5] },
      { name: "held out", y: [] },
    ],
    levels: [{ name: "chance", y: 2.77 }],
  };
  const words = "hsa, nats: training 2.5, held out no value yet; chance at 2.77";
  assert.equal(description(panel), words);
});

test("only moments that are not here are asked for, and none beyond the end", () => {
  const here = new Set([5, 6]);
  const known = (frame) => here.has(frame);
  assert.deepEqual(missing(5, 4, 100, known), [7, 9]);
  assert.deepEqual(missing(98, 24, 100, known), [98, 100]);
  assert.equal(missing(5, 2, 100, known), null);
  assert.equal(missing(100, 3, 100, known), null);
});

test("contacts are found on both sides, and none where there is none", () => {
  const contacts = [
    [10, 20],
    [40, 50],
  ];
  assert.equal(nextContact(contacts, 15, 1), 40);
  assert.equal(nextContact(contacts, 15, -1), 10);
  assert.equal(nextContact(contacts, 40, 1), undefined);
  assert.equal(nextContact([], 0, -1), undefined);
});

test("a click in the timeline is the frame whose cursor stands there", () => {
  for (const frame of [0, 17, 92]) {
    assert.equal(frameAt(place(frame, 93, 0.1, 0.9), 93, 0.1, 0.9), frame);
  }
  assert.equal(place(0, 1, 0.1, 0.9), 0.1);
});

test("the farthest moment goes first", () => {
  assert.equal(
    farthest(
      new Map([
        [3, 0],
        [90, 0],
        [40, 0],
      ]).keys(),
      50,
    ),
    3,
  );
});

test("keys have their meanings and others have none", () => {
  assert.equal(keyMeaning("ArrowRight"), 1);
  assert.equal(keyMeaning("PageUp"), -10);
  assert.equal(keyMeaning("N"), "next");
  assert.equal(keyMeaning(" "), "play");
  assert.equal(keyMeaning("x"), undefined);
});

test("colours of a dark page are lifted and those of a light one are as they are", () => {
  assert.equal(colours(false).of("#0072B2"), "#0072B2");
  assert.notEqual(colours(true).of("#0072B2"), "#0072B2");
  assert.equal(colours(true).of("#E69F00"), "#E69F00");
  assert.notEqual(colours(true).ink, colours(false).ink);
});

test("a panel names its levels, and its lines where no common legend does", () => {
  const panel = {
    lines: [{ name: "training" }, { name: "wrist" }],
    levels: [{ name: "chance" }],
  };
  const named = keys(panel, { training: "#000" });
  assert.deepEqual(
    named.map((entry) => [entry.name, Boolean(entry.dashed)]),
    [
      ["wrist", false],
      ["chance", true],
    ],
  );
});

test("names go on in a further row where they would leave the panel", () => {
  const rows = inRows([{ name: "a" }, { name: "b" }, { name: "c" }], 150, () => 40);
  assert.deepEqual(
    rows.map((row) => row.map((entry) => entry.name)),
    [["a", "b"], ["c"]],
  );
  assert.equal(rows[1][0].left, 0);
  assert.ok(rows[0][1].left >= 60);
  assert.deepEqual(
    inRows([], 150, () => 40),
    [],
  );
});
