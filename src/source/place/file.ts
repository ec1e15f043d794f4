// A file, or a pipe with a name, read by what it holds and not by what it is called.
import { peekFile, peekStream, readFileBytes } from '../byte-stream.js';
import type { PlaceForm } from '../form.js';

export const file: PlaceForm = {
  name: 'file',
  recognises: ({ kind }) => kind === 'file' || kind === 'pipe',
  open: async (given, _options, readContent, context) => {
    if (given.kind !== 'file' && given.kind !== 'pipe') return [];
    const { kind, spec, path } = given;
    return readContent(
      kind === 'file' ? await peekFile(spec, path) : await peekStream(spec, readFileBytes(spec, path)),
      context,
    );
  },
};
