// `-`: what is piped in.
import { UserError } from '../../base/error.js';
import { peekStream } from '../byte-stream.js';
import type { PlaceForm } from '../form.js';

export const standardInput: PlaceForm = {
  name: 'standard input',
  recognises: ({ kind }) => kind === 'standard-input',
  open: async (_given, { standardInput: stream }, readContent, context) => {
    if (stream === undefined) {
      throw new UserError('usage', 'standard input is not there to be read', { hint: 'Give a file.' });
    }
    return readContent(await peekStream('standard input', stream), context);
  },
};
