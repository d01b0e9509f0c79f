// Fields of one and of several lines: names, hints, errors, typing.
import { useState } from 'react';
import { expect, it } from 'vitest';
import { TextArea, TextField } from './TextField.tsx';
import { byRole, draw, problems, tab, type } from './testing.tsx';

function Form({ error }: { error?: string }) {
  const [email, setEmail] = useState('');
  return (
    <>
      <TextField label="E-mail" type="email" value={email} onChange={setEmail} error={error} />
      <TextArea label="Allowed sites" hint="One per line" value="" onChange={() => {}} />
      <output>{email}</output>
    </>
  );
}

it('is reached by its label and takes text', async () => {
  await draw(<Form />);
  await tab();
  expect(document.activeElement).toBe(byRole('textbox', 'E-mail'));
  await type('ana@example.org');
  expect(document.querySelector('output')?.textContent).toBe('ana@example.org');
});

it('ties hint and error to the field', async () => {
  await draw(<Form error="Give an address with an @." />);
  const field = byRole('textbox', 'E-mail');
  expect(field.getAttribute('aria-invalid')).toBe('true');
  const said = (field.getAttribute('aria-describedby') ?? '')
    .split(' ')
    .map((id) => document.getElementById(id)?.textContent);
  expect(said).toContain('Give an address with an @.');
  const area = byRole('textbox', 'Allowed sites');
  expect(document.getElementById(area.getAttribute('aria-describedby') ?? '')?.textContent).toBe(
    'One per line',
  );
});

it('gives axe nothing to say, right or wrong', async () => {
  const again = await draw(<Form />);
  expect(await problems()).toEqual([]);
  await again(<Form error="Give an address with an @." />);
  expect(await problems()).toEqual([]);
});
