// Colours, from the style sheet, so that light and dark themes have their own.

const COLOURS = ["text", "faint", "back", "blue", "orange", "pale-blue", "pale-orange", "middle"];

// The colours as the theme has them now; `ramp` holds 256 pixels from -1, blue, to 1, orange.
export function readPalette(root) {
  const style = getComputedStyle(root);
  const palette = {};
  for (const name of COLOURS) palette[name] = style.getPropertyValue(`--bp-${name}`).trim();
  palette.key = COLOURS.map((name) => palette[name]).join();
  palette.ramp = ramp(palette);
  return palette;
}

function ramp(palette) {
  const [low, middle, high] = ["pale-blue", "middle", "pale-orange"].map((n) => rgb(palette[n]));
  const pixels = new Uint8ClampedArray(4 * 256);
  for (let i = 0; i < 256; i++) {
    const level = i / 127.5 - 1;
    const end = level < 0 ? low : high;
    for (let c = 0; c < 3; c++) {
      pixels[4 * i + c] = middle[c] + Math.abs(level) * (end[c] - middle[c]);
    }
    pixels[4 * i + 3] = 255;
  }
  return new Uint32Array(pixels.buffer);
}

// A resolved colour is read off a canvas: a theme may spell it in any way.
function rgb(colour) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  return context.getImageData(0, 0, 1, 1).data;
}
