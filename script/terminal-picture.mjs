// What a terminal shows, as SVG: the text and the colours (ECMA-48, SGR) that the program wrote, nothing else.
const COLUMN = 8.4;
const LINE = 19;
const MARGIN = 14;
const COLOURS = { 31: '#ff8a80', 32: '#8bd49c', 33: '#e5c07b' };

const escapeXml = (text) =>
  text.replace(/[&<>]/g, (one) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[one]);

/** The attributes that hold after an escape sequence. */
const obey = (style, codes) => {
  const next = { ...style };
  for (const code of codes.split(';').map(Number)) {
    if (code === 0) return {};
    if (code === 1) next.bold = true;
    if (code === 2) next.dim = true;
    if (code === 22) next.bold = next.dim = false;
    if (code === 39) next.colour = undefined;
    if (COLOURS[code]) next.colour = COLOURS[code];
  }
  return next;
};

const span = (text, style, column) => {
  const attributes = [
    `x="${(MARGIN + column * COLUMN).toFixed(1)}"`,
    ...(style.colour ? [`fill="${style.colour}"`] : []),
    ...(style.bold ? ['font-weight="bold"'] : []),
    ...(style.dim ? ['opacity="0.65"'] : []),
  ];
  return `<tspan ${attributes.join(' ')}>${escapeXml(text)}</tspan>`;
};

/** A picture of coloured lines. */
export const terminalPicture = (title, output, columns = 80) => {
  let style = {};
  const lines = output.replace(/\n$/, '').split('\n');
  const texts = lines.map((line, row) => {
    let column = 0;
    const spans = line.split(/\u001b\[([0-9;]*)m/).map((piece, at) => {
      if (at % 2 === 1) {
        style = obey(style, piece);
        return '';
      }
      // One run of text a span, so that columns stand below one another whatever the font.
      const runs = [...piece.matchAll(/\S+(?: \S+)*/g)].map((run) =>
        span(run[0], style, column + [...piece.slice(0, run.index)].length),
      );
      column += [...piece].length;
      return runs.join('');
    });
    return `<text y="${MARGIN + (row + 1) * LINE}">${spans.join('')}</text>`;
  });
  const width = Math.ceil(2 * MARGIN + columns * COLUMN);
  const height = Math.ceil(2 * MARGIN + (lines.length + 0.5) * LINE);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeXml(title).replace(/"/g, '&quot;')}">`,
    `<rect width="${width}" height="${height}" rx="8" fill="#1b1d23"/>`,
    '<g font-family="ui-monospace, &quot;DejaVu Sans Mono&quot;, Menlo, Consolas, monospace" font-size="14" fill="#e6e6ea" xml:space="preserve">',
    ...texts,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
};
