import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/base/error.js';
import { REPORTS, reportNamed } from '../../src/report/index.js';
import type { Report } from '../../src/report/report.js';

const folder = new URL('../../src/report/', import.meta.url);
const files = readdirSync(folder).filter(
  (name) => name.endsWith('.ts') && !['index.ts', 'report.ts'].includes(name),
);

describe('the registry of reports', () => {
  it.each(files)('lists %s', async (file) => {
    const exported: Record<string, unknown> = await import(new URL(file, folder).href);
    const reports = Object.values(exported).filter((one): one is Report => REPORTS.includes(one as Report));
    expect(reports.map((one) => one.name)).toEqual([file.replace('.ts', '')]);
  });

  it('has no two of a name', () => {
    expect(new Set(REPORTS.map((one) => one.name)).size).toBe(files.length);
  });

  it('knows its reports by name, and says so of a name it does not know', () => {
    for (const report of REPORTS) expect(reportNamed(report.name)).toBe(report);
    expect(() => reportNamed('xml')).toThrow(UserError);
  });
});
