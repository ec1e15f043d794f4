// Punctuators of C by their bytes (C11, 6.4.6), as far as they matter here.
import { Operator } from './token.js';

const EQUALS = 61;

/** The punctuator that begins with the byte `c` at `i`: one of `Operator`, or `c` alone. */
export const operatorAt = (bytes: Uint8Array, i: number, c: number): number => {
  const d = bytes[i + 1];
  switch (c) {
    case 45: // -
      return d === 62 ? Operator.Arrow : d === EQUALS ? Operator.Assign : c;
    case 38: // &
      return d === c ? Operator.And : d === EQUALS ? Operator.Assign : c;
    case 124: // |
      return d === c ? Operator.Or : d === EQUALS ? Operator.Assign : c;
    case 35: // #
      return d === c ? Operator.Paste : c;
    case 46: // .
      return d === c && bytes[i + 2] === c ? Operator.Ellipsis : c;
    case EQUALS:
      return d === EQUALS ? Operator.Equal : c;
    case 33: // !
      return d === EQUALS ? Operator.Unequal : c;
    case 43: // +
    case 42: // *
      return d === EQUALS ? Operator.Assign : c;
    default:
      return c;
  }
};

/** How many bytes a punctuator has. */
export const lengthOf = (operator: number): number =>
  operator < Operator.Arrow ? 1 : operator === Operator.Ellipsis ? 3 : 2;
