// Every report of `who` by its name. A new one is one file in this folder and one line here.
import type { SymbolUsageList } from '../../result/symbol-usage.js';
import { jsonPieceReport } from '../json.js';
import type { PieceReport } from '../report.js';
import { text } from './text.js';
import { tsv } from './tsv.js';

export const WHO_REPORTS: readonly PieceReport<SymbolUsageList>[] = [text, tsv, jsonPieceReport('who')];
