// Compares the verdicts of `buf breaking` with those of the compatibility cases, and writes
// docs/buf-comparison.md. Ours are read from the cases' expected.txt, as a schema at level FULL.
//
//   npm install @bufbuild/buf@1.75.0
//   node contracts/src/test/interop/buf-comparison.mjs PATH_TO_BUF
//
// Run it from the repository, after a build: the built-in .proto files are those of target/classes.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const buf = resolve(process.argv[2] ?? 'buf');
const cases = 'contracts/src/test/resources/compatibility';
const builtIn = 'contracts/target/classes/proto';
const why = JSON.parse(readFileSync('contracts/src/test/interop/buf-differences.json', 'utf8'));

const work = mkdtempSync(join(tmpdir(), 'buf-comparison'));
for (const side of ['before', 'after']) cpSync(builtIn, join(work, side), { recursive: true });

function verdict(rules) {
  writeFileSync(join(work, 'after', 'buf.yaml'), `version: v2\nbreaking:\n  use: [${rules}]\n`);
  writeFileSync(join(work, 'before', 'buf.yaml'), 'version: v2\n');
  const run = spawnSync(
    buf,
    ['breaking', 'after', '--against', 'before', '--error-format', 'json'],
    { cwd: work, encoding: 'utf8' });
  if (run.status !== 0 && run.status !== 100) return { broken: null, types: [run.stderr.split('\n')[0]] };
  const found = run.stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line).type);
  return { broken: found.length > 0, types: [...new Set(found)].sort() };
}

function ours(directory) {
  const text = readFileSync(join(directory, 'expected.txt'), 'utf8').split('--- as a schema\n')[1] ?? '';
  const says = (format) => new RegExp(`(BACKWARD|FORWARD)_${format}[,\\]]`).test(text);
  const codes = [...text.matchAll(/^[A-Z_]+$/gm)].map((match) => match[0]).filter((code) => code !== 'FIELD_UNKNOWN');
  return { wire: says('WIRE'), json: says('WIRE') || says('JSON'), codes: [...new Set(codes)] };
}

const rows = [];
let equal = 0;
let missing = 0;
for (const rule of readdirSync(cases).sort()) {
  for (const name of readdirSync(join(cases, rule)).sort()) {
    const directory = join(cases, rule, name);
    if (existsSync(join(directory, 'between.proto'))) continue; // buf has no history
    for (const side of ['before', 'after']) cpSync(join(directory, `${side}.proto`), join(work, side, 'contract.proto'));
    const wire = verdict('WIRE');
    const json = verdict('WIRE_JSON');
    const mine = ours(directory);
    if (wire.broken === mine.wire && json.broken === mine.json) {
      equal++;
      continue;
    }
    const reason = why[`${rule}/${name}`] ?? why[rule] ?? '';
    if (!reason) missing++;
    const word = (broken) => (broken === null ? 'error' : broken ? 'break' : 'fine');
    rows.push(
      `| ${rule}/${name} | ${word(mine.wire)} / ${word(mine.json)} | ${word(wire.broken)} / ${word(json.broken)} | ${mine.codes.join(' ') || '-'} | ${json.types.join(' ') || '-'} | ${reason} |`);
  }
}
rmSync(work, { recursive: true });
writeFileSync(
  'docs/buf-comparison.md',
  `# Verdicts beside buf's

Every case of the compatibility rules that has two versions, judged as a schema at level FULL, beside
\`buf breaking\` 1.75.0 with its categories WIRE and WIRE_JSON. \`WIRE / WIRE and JSON\` in each column.
${equal} verdicts are equal; the ${rows.length} below are not. Written by
\`contracts/src/test/interop/buf-comparison.mjs\`.

| Case | Ours | buf | Our rules | buf's rules | Why |
|---|---|---|---|---|---|
${rows.join('\n')}
`);
console.log(`${equal} equal, ${rows.length} different, ${missing} of them without a reason`);
process.exit(missing === 0 ? 0 : 1);
