// Fields, as colours on a canvas, and the samples on top of them.

export const EXTENT = 3; // the square reaches from -EXTENT to EXTENT, both ways

// Paint side x side values, rows from the bottom up; `scale` maps them to -1 .. 1.
export function paintField(canvas, values, side, palette, scale = 1, discretise = false) {
  if (canvas.width !== side) canvas.width = canvas.height = side;
  const context = canvas.getContext("2d");
  const image = context.createImageData(side, side);
  const pixels = new Uint32Array(image.data.buffer);
  for (let row = 0; row < side; row++) {
    const from = (side - 1 - row) * side;
    for (let column = 0; column < side; column++) {
      let level = values[from + column] * scale;
      if (discretise) level = level > 0 ? 1 : -1;
      const at = level <= -1 ? 0 : level >= 1 ? 255 : Math.round((level + 1) * 127.5);
      pixels[row * side + column] = palette.ramp[at] ?? palette.ramp[127];
    }
  }
  context.putImageData(image, 0, 0);
}

// What a unit's values must be multiplied by to fit the colours: only large ones are scaled.
export function scaleOf(values) {
  let largest = 1;
  for (const value of values) if (Math.abs(value) > largest) largest = Math.abs(value);
  return Number.isFinite(largest) ? 1 / largest : 1;
}

// Samples: discs for targets below 0, triangles above; hollow ones are for testing.
export function drawSamples(context, size, palette, { X, T }, hollow) {
  context.lineWidth = hollow ? 1.5 : 1;
  for (let i = 0; i < T.length; i++) {
    const [x, y] = toPixels(X[2 * i], X[2 * i + 1], size);
    const colour = T[i] > 0 ? palette.orange : palette.blue;
    context.beginPath();
    if (T[i] > 0) triangle(context, x, y, 4.6);
    else context.arc(x, y, 3.6, 0, 2 * Math.PI);
    context.globalAlpha = Math.min(1, 0.35 + Math.abs(T[i])); // a regression's small targets fade
    context.fillStyle = hollow ? palette.back : colour;
    context.fill();
    context.strokeStyle = hollow ? colour : palette.text;
    context.stroke();
  }
  context.globalAlpha = 1;
}

export function drawRing(context, size, palette, x1, x2) {
  const [x, y] = toPixels(x1, x2, size);
  context.lineWidth = 2;
  context.strokeStyle = palette.text;
  context.beginPath();
  context.arc(x, y, 9, 0, 2 * Math.PI);
  context.stroke();
}

export function toPixels(x1, x2, size) {
  return [((x1 + EXTENT) / (2 * EXTENT)) * size, ((EXTENT - x2) / (2 * EXTENT)) * size];
}

export function fromPixels(x, y, size) {
  return [(x / size) * 2 * EXTENT - EXTENT, EXTENT - (y / size) * 2 * EXTENT];
}

function triangle(context, x, y, r) {
  context.moveTo(x, y - r);
  context.lineTo(x + 0.95 * r, y + 0.75 * r);
  context.lineTo(x - 0.95 * r, y + 0.75 * r);
  context.closePath();
}
