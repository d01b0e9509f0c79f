// Chooses a company by the beginning of its name, or makes one of what was typed.
import { useClient } from '@antiphon/sdk/react';
import { Button, TextField } from '@antiphon/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { sentence } from '../shell/server.ts';
import { everywhere } from '../words/everywhere.ts';
import styles from './CompanyField.module.css';
import type { Company } from './model.ts';
import { say } from './say.ts';

type Chosen = { id: string; name: string };

export interface CompanyFieldProps {
  company: Chosen | null;
  onChange: (company: Chosen | null) => void;
}

export function CompanyField({ company, onChange }: CompanyFieldProps) {
  const client = useClient();
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const q = text.trim();
  const found = useQuery({
    queryKey: ['companies', q],
    queryFn: () =>
      client.request<{ companies: Company[] }>(
        'GET',
        `/api/companies?limit=6${q && `&q=${encodeURIComponent(q)}`}`,
      ),
    placeholderData: (before) => before,
    enabled: company === null,
  });
  const make = useMutation({
    mutationFn: () => client.request<Company>('POST', '/api/companies', { name: q }),
    onSuccess: (made) => {
      void queries.invalidateQueries({ queryKey: ['companies'] });
      setText('');
      onChange(made);
    },
  });
  if (company)
    return (
      <div className={styles.chosen}>
        <span className={styles.label}>{everywhere.company}</span>
        <span className={styles.one}>
          <bdi>{company.name}</bdi>
          <Button
            size="s"
            look="quiet"
            icon={<X aria-hidden />}
            onPress={() => onChange(null)}
            aria-label={say.takesAwayCompany(company.name)}
          >
            {say.takeAway}
          </Button>
        </span>
      </div>
    );
  const companies = found.data?.companies ?? [];
  const isNew = q && !companies.some(({ name }) => name.toLowerCase() === q.toLowerCase());
  return (
    <div className={styles.field}>
      <TextField
        label={everywhere.company}
        hint={say.typeName}
        autoComplete="off"
        value={text}
        onChange={setText}
        error={make.error ? sentence(make.error) : undefined}
      />
      <ul className={styles.found} aria-label={say.companies}>
        {companies.map(({ id, name }) => (
          <li key={id}>
            <Button size="s" onPress={() => onChange({ id, name })}>
              {name}
            </Button>
          </li>
        ))}
        {isNew ? (
          <li>
            <Button
              size="s"
              icon={<Plus aria-hidden />}
              isPending={make.isPending}
              onPress={() => make.mutate()}
            >
              {say.adds(q)}
            </Button>
          </li>
        ) : null}
      </ul>
    </div>
  );
}
