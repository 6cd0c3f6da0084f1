import { Buffer } from 'node:buffer';
import { expect, test } from 'vitest';
import { Redactor, secretsIn, secretsOfEnvironment } from './redactor.ts';

const secret = 'pä$$ w/"rd+1';

function redact(text: string): string {
  const redactor = new Redactor();
  redactor.add([secret]);
  return redactor.redact(text);
}

test.each([
  ['as it is', secret],
  ['in a URL', encodeURIComponent(secret)],
  ['in a URL in small letters', encodeURIComponent(secret).toLowerCase()],
  ['in JSON', JSON.stringify(secret).slice(1, -1)],
  ['hexadecimal', Buffer.from(secret).toString('hex')],
  ['HEXADECIMAL', Buffer.from(secret).toString('hex').toUpperCase()],
  ['broken by a line end', `${secret.slice(0, 5)}\n  ${secret.slice(5)}`],
])('%s', (_, text) => {
  expect(redact(`before ${text} after`)).toBe('before ***** after');
});

test.each([0, 1, 2, 3, 4])('in base64, %i bytes into it', (offset) => {
  const bytes = Buffer.from(`${'u'.repeat(offset)}${secret}:after`);
  for (const form of ['base64', 'base64url'] as const) {
    const redacted = redact(bytes.toString(form));
    expect(redacted).toContain('*****');
    const hidden = Buffer.from(secret).toString(form);
    expect(redacted).not.toContain(hidden.slice(4, -4));
  }
});

test.each([
  ['postgres://ann:hunter2@db.example/shop', 'postgres://ann:*****@db.example/shop'],
  ['host=db password=abc user=ann', 'host=db password=***** user=ann'],
  ["password='a b' host=db", 'password=***** host=db'],
  ['Authorization: Bearer abc.def', 'Authorization: Bearer *****'],
  ['X-Api-Key: 12345', 'X-Api-Key: *****'],
  ['Cookie: session=1', 'Cookie: *****'],
  ['a plain line: nothing = hidden', 'a plain line: nothing = hidden'],
  ['https://example.org/a:b', 'https://example.org/a:b'],
])('by its shape: %s', (text, expected) => {
  expect(new Redactor().redact(text)).toBe(expected);
});

test('JSON stays JSON', () => {
  const text = JSON.stringify({
    sql: 'attach \'x\' (password="abc")',
    header: 'Authorization: Bearer abc\\"',
  });
  expect(() => JSON.parse(redact(text))).not.toThrow();
});

test('short values are not masked everywhere', () => {
  const redactor = new Redactor();
  redactor.add(['a', 'dev']);
  expect(redactor.redact('a table of dev')).toBe('a table of dev');
});

test('secrets of plain data are found by their names', () => {
  const settings = new Map<string, unknown>([
    ['host', 'db.example'],
    ['password', 'one'],
    ['pass', 'two'],
    ['keepalives_idle', '0'],
    ['keep_open', 'true'],
    ['unique_key', 'three'],
    ['motherduck_token', 'four'],
    ['client_private_key', 'five'],
    [
      'secrets',
      [
        new Map([
          ['type', 's3'],
          ['key_id', 'six'],
          ['secret', 'seven'],
        ]),
      ],
    ],
    [
      'auth',
      new Map([
        ['api_key', 'eight'],
        ['bypass', 'no'],
      ]),
    ],
  ]);
  expect(secretsIn(settings)).toEqual(['one', 'two', 'four', 'five', 'six', 'seven', 'eight']);
});

test('secrets of the environment by their prefixes', () => {
  expect(secretsOfEnvironment({ DBT_ENV_SECRET_A: 'x', TFM_SECRET_B: 'y', HOME: 'z' })).toEqual(['x', 'y']);
});
