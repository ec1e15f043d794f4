// Every report of modules by its name. A new one is one file in this folder and one line here.
import type { ModuleList } from '../../result/module-list.js';
import { jsonPieceReport } from '../json.js';
import type { PieceReport } from '../report.js';
import { text } from './text.js';
import { tsv } from './tsv.js';

export const MODULES_REPORTS: readonly PieceReport<ModuleList>[] = [text, tsv, jsonPieceReport('modules')];
