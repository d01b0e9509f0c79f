// The second step's own page: its moves from the password to the recovery codes, and what a refusal says.
import { afterEach, expect, it, vi } from 'vitest';
import { byRole, draw, press, problems, settle, signedIn, type } from '../testing.tsx';
import './Qr.tsx'; // comes when it is first drawn; a test does not wait for its code
import TwoStep from './TwoStep.tsx';

afterEach(() => vi.restoreAllMocks());

const off = { on_since: null, recovery_codes_left: 0, is_needed: false, has_password: true };
const secret = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

async function open(answers: Record<string, () => unknown>) {
  const { client, inside } = signedIn();
  const asked: [string, unknown][] = [];
  vi.spyOn(client, 'request').mockImplementation((async (
    method: string,
    path: string,
    body?: unknown,
  ) => {
    asked.push([`${method} ${path}`, body]);
    const answer = answers[`${method} ${path}`];
    if (!answer) throw new Error(`${method} ${path} was not expected`);
    return answer();
  }) as typeof client.request);
  await draw(inside(<TwoStep />));
  await settle();
  return asked;
}

async function go(button: string) {
  byRole('button', button).focus();
  await press('Enter');
  await settle();
}

it('goes from the password over the picture to the recovery codes', async () => {
  let mine: object = off;
  const asked = await open({
    'GET /api/me/second-factor': () => mine,
    'POST /api/me/second-factor': () => ({
      secret,
      uri: `otpauth://totp/A:b?secret=${secret}&issuer=A`,
    }),
    'POST /api/me/second-factor/confirm': () => {
      mine = { ...off, on_since: '2026-11-20T10:00:00Z', recovery_codes_left: 10 };
      return { recovery_codes: ['abcde-fghjk', 'mnpqr-stuvw'] };
    },
  });
  expect(await problems()).toEqual([]);
  await go('Set up');
  (document.querySelector('input[type=password]') as HTMLElement).focus();
  await type('correct horse');
  await go('Next');
  expect(
    byRole('img', 'Picture for the authenticator app; the key below says the same'),
  ).toBeTruthy();
  expect(byRole('group', 'Key for the app').textContent).toBe(
    'ABCD EFGH IJKL MNOP QRST UVWX YZ23 4567',
  );
  expect(await problems()).toEqual([]);
  byRole('textbox', 'Code that the app shows now').focus();
  await type('123456');
  await go('Switch on');
  expect(document.querySelector('ol')?.textContent).toBe('abcde-fghjkmnpqr-stuvw');
  await go('I have kept them');
  expect(document.body.textContent).toContain('10 recovery codes are left.');
  expect(asked.filter(([what]) => what.startsWith('POST'))).toEqual([
    ['POST /api/me/second-factor', { password: 'correct horse' }],
    ['POST /api/me/second-factor/confirm', { code: '123456' }],
  ]);
});

it('asks no password of who has none', async () => {
  const asked = await open({
    'GET /api/me/second-factor': () => ({ ...off, has_password: false }),
    'POST /api/me/second-factor': () => ({ secret, uri: 'otpauth://totp/A:b' }),
  });
  await go('Set up');
  await go('Set up');
  expect(asked.at(-1)).toEqual(['POST /api/me/second-factor', {}]);
});
