// The provider's form. The client secret goes in and never comes back: left empty, the one that is kept stays.
import { useClient } from '@antiphon/sdk/react';
import { Checkbox, Select, Switch, TextField, toast } from '@antiphon/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { FormDialog } from '../shell/FormDialog.tsx';
import { fieldError } from '../shell/server.ts';
import { everywhere } from '../words/everywhere.ts';
import { say } from './say.ts';

type Role = 'customer' | 'agent' | 'admin';

export interface Provider {
  issuer: string;
  client_id: string;
  label: string;
  domains: string[];
  new_role: Role | null;
  needs_second_step: boolean;
  is_on: boolean;
  changed_at: string;
}

const newcomers = [
  { id: 'nobody', label: say.newcomers.nobody },
  { id: 'agent', label: say.newcomers.agent },
  { id: 'admin', label: say.newcomers.admin },
] as const;

type Newcomers = (typeof newcomers)[number]['id'] | 'customer';

export interface EditProviderProps {
  provider: Provider | null;
  isOpen: boolean;
  onClose: () => void;
}

export function EditProvider({ provider, isOpen, onClose }: EditProviderProps) {
  const client = useClient();
  const [given, setGiven] = useState({
    issuer: provider?.issuer ?? '',
    client_id: provider?.client_id ?? '',
    client_secret: '',
    label: provider?.label ?? say.button,
    domains: provider?.domains.join(' ') ?? '',
    who: (provider?.new_role ?? 'nobody') as Newcomers,
    needs_second_step: provider?.needs_second_step ?? false,
    is_on: provider?.is_on ?? true,
  });
  const save = useMutation({
    mutationFn: () => {
      const { who, domains, client_secret, ...rest } = given;
      return client.request<Provider>('PUT', '/api/sign-in/provider', {
        ...rest,
        ...(client_secret && { client_secret }),
        domains: domains.split(/[\s,]+/).filter(Boolean),
        new_role: who === 'nobody' ? null : who,
      });
    },
    onSuccess: () => {
      toast({ text: say.saved });
      onClose();
    },
  });

  const set = (part: Partial<typeof given>) => setGiven((before) => ({ ...before, ...part }));
  return (
    <FormDialog
      title={provider ? say.edit : say.setUp}
      action={everywhere.save}
      isOpen={isOpen}
      onClose={onClose}
      change={save}
      fields={['issuer', 'client_id', 'client_secret', 'label', 'domains']}
      isDisabled={
        !given.issuer.trim() ||
        !given.client_id.trim() ||
        !given.label.trim() ||
        !(provider || given.client_secret)
      }
    >
      <TextField
        label={say.issuer}
        hint={say.issuerHint}
        autoComplete="off"
        autoFocus
        value={given.issuer}
        onChange={(issuer) => set({ issuer })}
        error={fieldError(save.error, 'issuer')}
      />
      <TextField
        label={say.clientId}
        autoComplete="off"
        value={given.client_id}
        onChange={(client_id) => set({ client_id })}
        error={fieldError(save.error, 'client_id')}
      />
      <TextField
        label={say.clientSecret}
        hint={provider ? say.secretHint : undefined}
        type="password"
        autoComplete="off"
        value={given.client_secret}
        onChange={(client_secret) => set({ client_secret })}
        error={fieldError(save.error, 'client_secret')}
      />
      <TextField
        label={say.buttonWords}
        autoComplete="off"
        value={given.label}
        onChange={(label) => set({ label })}
        error={fieldError(save.error, 'label')}
      />
      <TextField
        label={say.domains}
        hint={say.domainsHint}
        autoComplete="off"
        value={given.domains}
        onChange={(domains) => set({ domains })}
        error={fieldError(save.error, 'domains')}
      />
      <Select
        label={say.whoComesIn}
        options={
          given.who === 'customer'
            ? [...newcomers, { id: 'customer', label: say.newcomers.customer }]
            : [...newcomers]
        }
        value={given.who}
        onChange={(who) => set({ who })}
      />
      <Checkbox
        isSelected={given.needs_second_step}
        onChange={(needs_second_step) => set({ needs_second_step })}
      >
        {say.askStep}
      </Checkbox>
      <Switch isSelected={given.is_on} onChange={(is_on) => set({ is_on })}>
        {say.isOn}
      </Switch>
    </FormDialog>
  );
}
