// The preformatted texts of an HTML page, entities undone (WHATWG HTML, by parse5), with the places of links.
import { type DefaultTreeAdapterMap, defaultTreeAdapter, html, parse, type TreeAdapter } from 'parse5';
import { UserError } from '../../base/error.js';

/** One `<pre>` of a page. */
export interface Preformatted {
  readonly id: string | undefined;
  /** Its text, as a browser would copy it. */
  readonly text: string;
  readonly marks: readonly Mark[];
}

/** An element inside, by where its text stands. */
interface Mark {
  readonly tag: string;
  readonly start: number;
  readonly end: number;
  readonly id: string | undefined;
  readonly href: string | undefined;
}

/** public-inbox nests a list for each level of a thread; a parser looks through all open elements at each tag. */
const MAX_DEPTH = 400;

/** public-inbox gives a tag four at most; a parser compares each with those before it. */
const MAX_ATTRIBUTES = 100;

type Node = DefaultTreeAdapterMap['node'];
type Parent = DefaultTreeAdapterMap['parentNode'];

const tooStrange = (name: string, what: string): UserError =>
  new UserError('input', `${name}: ${what}`, {
    hint: 'This is not a page of lore: give its mbox ("t.mbox.gz" on the page).',
  });

/** Builds the tree, but no deeper than it may be. */
const boundedAdapter = (name: string): TreeAdapter<DefaultTreeAdapterMap> => {
  const depths = new WeakMap<object, number>();
  const goDown = (parent: object, child: object): void => {
    const depth = (depths.get(parent) ?? 0) + 1;
    if (depth > MAX_DEPTH) throw tooStrange(name, `HTML nested more than ${MAX_DEPTH} deep`);
    depths.set(child, depth);
  };
  return {
    ...defaultTreeAdapter,
    appendChild: (parent, child) => {
      goDown(parent, child);
      defaultTreeAdapter.appendChild(parent, child);
    },
    insertBefore: (parent, child, reference) => {
      goDown(parent, child);
      defaultTreeAdapter.insertBefore(parent, child, reference);
    },
  };
};

/** Whether a tag somewhere has more attributes than a parser takes in good time. */
const hasAttributeBomb = (page: string): boolean => {
  const opening = /<[a-z][^\s/>]*/gi;
  for (let tag = opening.exec(page); tag !== null; tag = opening.exec(page)) {
    const attribute = /[\s/]*(?:>|$|[^\s/>=]*(?:\s*=\s*(?:"[^"]*(?:"|$)|'[^']*(?:'|$)|[^\s>"'][^\s>]*))?)/y;
    attribute.lastIndex = opening.lastIndex;
    for (let count = 0; ; count += 1) {
      const before = attribute.lastIndex;
      const found = attribute.exec(page);
      if (found === null || found[0].endsWith('>') || attribute.lastIndex === before) break;
      if (count > MAX_ATTRIBUTES) return true;
    }
    opening.lastIndex = Math.max(opening.lastIndex, attribute.lastIndex);
  }
  return false;
};

/** @throws UserError `input` for a page that only harm would write. */
export const preformattedOf = (name: string, page: string): readonly Preformatted[] => {
  if (hasAttributeBomb(page)) throw tooStrange(name, `HTML tag with more than ${MAX_ATTRIBUTES} attributes`);
  const document = parse(page, { treeAdapter: boundedAdapter(name) });
  const found: Preformatted[] = [];
  const open: Node[] = [document];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (!('childNodes' in node)) continue;
    if ('tagName' in node && node.tagName === html.TAG_NAMES.PRE) found.push(flatten(node));
    else open.push(...[...node.childNodes].reverse());
  }
  return found;
};

const flatten = (pre: DefaultTreeAdapterMap['element']): Preformatted => {
  const marks: Mark[] = [];
  let text = '';
  const walk = (parent: Parent): void => {
    for (const node of parent.childNodes) {
      if ('value' in node) text += node.value;
      if (!('childNodes' in node)) continue;
      const start = text.length;
      walk(node);
      if ('attrs' in node) {
        marks.push({
          tag: node.tagName,
          start,
          end: text.length,
          id: attributeOf(node, 'id'),
          href: attributeOf(node, 'href'),
        });
      }
    }
  };
  walk(pre);
  return {
    id: attributeOf(pre, 'id'),
    text,
    marks: marks.sort((a, b) => a.start - b.start || b.end - a.end),
  };
};

const attributeOf = (element: DefaultTreeAdapterMap['element'], name: string): string | undefined =>
  element.attrs.find((attribute) => attribute.name === name)?.value;
