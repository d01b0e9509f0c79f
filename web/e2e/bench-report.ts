// The table of the browser's figures: told as they come, printed at the end, written into the
// document between marks, as crates/bench does with its own.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const document = join(root, 'docs/benchmarks.md');
const [begin, end] = ['<!-- web: begin -->', '<!-- web: end -->'];

interface Row {
  measure: string;
  value: string;
  target: string;
  met: boolean | null;
}

const ms = (value: number) => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export class Report {
  browser = '';
  private rows: Row[] = [];
  private load = loadavg()[0]!;
  private started = Date.now();

  /** What is being measured now. */
  now(what: string) {
    const seconds = ((Date.now() - this.started) / 1_000).toFixed(0);
    process.stderr.write(`bench-web: ${seconds.padStart(4)} s  ${what}\n`);
  }

  progress(done: number, of: number) {
    this.now(`  ${done.toLocaleString('en')} of ${of.toLocaleString('en')}`);
  }

  judge(measure: string, values: number[], limit: number) {
    this.add(measure, values, `≤ ${limit} ms`, median(values) <= limit);
  }

  tell(measure: string, values: number[]) {
    this.add(measure, values, '', null);
  }

  /** There should be none of these. */
  none(measure: string, tasks: number[]) {
    const value = tasks.length ? `${tasks.length}: ${tasks.map(ms).join(', ')}` : '0';
    this.row({ measure, value, target: '0', met: tasks.length === 0 });
  }

  met(): boolean {
    return this.rows.every((row) => row.met !== false);
  }

  finish(written: boolean) {
    process.stdout.write(`\n${this.table()}\n`);
    if (!written) return;
    const text = readFileSync(document, 'utf8');
    const [from, to] = [text.indexOf(begin), text.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`docs/benchmarks.md has no ${begin} … ${end}.`);
    writeFileSync(document, text.slice(0, from) + this.section() + text.slice(to));
  }

  private add(measure: string, values: number[], target: string, met: boolean | null) {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const value = `${ms(median(values))} (median of ${values.length}; ${ms(low)} to ${ms(high)})`;
    this.row({ measure, value, target, met });
  }

  private row(row: Row) {
    this.rows.push(row);
    this.now(`  ${row.measure}: ${row.value}${row.met === false ? '  MISSED' : ''}`);
  }

  private section(): string {
    const { model = 'unknown' } = cpus()[0] ?? {};
    const gigabytes = Math.round(totalmem() / 1e9);
    const lines = [
      `Machine: ${cpus().length} cores (${model}), ${gigabytes} GB, loopback, browser on the same machine`,
      `Load before the run: ${this.load.toFixed(2)} (of others; above 0.5 the times below are upper bounds)`,
      `Browser: Chromium ${this.browser}, headless, processor slowed 4 times by the debugger`,
      `Server: ${run(process.env.ANTIPHON_BIN ?? 'antiphon', '--version')}, commit ${run('git', 'rev-parse', '--short', 'HEAD')}`,
      `Date: ${new Date().toISOString().slice(0, 10)}`,
    ];
    const head = lines.map((line) => `- ${line}`).join('\n');
    return `${begin}\n\nCommand: \`make bench-web\`\n\n${head}\n\n${this.table()}\n`;
  }

  private table(): string {
    const verdicts = { true: 'met', false: '**missed**', null: '' };
    const rows = this.rows.map(
      ({ measure, value, target, met }) =>
        `| ${measure} | ${value} | ${target} | ${verdicts[String(met) as 'true']} |`,
    );
    return [
      '| Measure, at a fourth of the speed | Antiphon | Must show | |',
      '|---|---|---|---|',
      ...rows,
      '',
    ].join('\n');
  }
}

function run(program: string, ...args: string[]): string {
  try {
    return execFileSync(program, args, { cwd: root, encoding: 'utf8' }).split('\n')[0]!.trim();
  } catch {
    return 'unknown';
  }
}
