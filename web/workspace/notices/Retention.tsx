// How long notices stay, for each type: what is read and what is unread. What would go is asked of the server and
// shown before anything is saved, and the former rules can be put back.
import type { NoticeType } from '@antiphon/sdk/notices';
import { useClient } from '@antiphon/sdk/react';
import { Banner, Button, Confirm, ErrorPanel, SkeletonLines, TextField, toast } from '@antiphon/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Card, Page } from '../shell/Page.tsx';
import { say as frame } from '../shell/say.ts';
import { sentence } from '../shell/server.ts';
import { everywhere } from '../words/everywhere.ts';
import styles from './NoticeSettings.module.css';
import { say } from './say.ts';

interface Rule {
  type: NoticeType;
  read_days: number | null;
  unread_days: number | null;
}

interface Preview {
  would_remove: { type: NoticeType; count: number }[];
}

type Age = 'read_days' | 'unread_days';
const ages: Age[] = ['read_days', 'unread_days'];
const LONGEST = 3650;
const key = ['notice-retention'];

/** What is written in the fields, by type and age. */
type Written = Record<string, string>;

const fieldOf = (type: NoticeType, age: Age) => `${type}.${age}`;

const writtenOf = (rules: readonly Rule[]): Written =>
  Object.fromEntries(
    rules.flatMap((rule) =>
      ages.map((age) => [fieldOf(rule.type, age), String(rule[age] ?? '')] as const),
    ),
  );

/** A number of days, null for ever; undefined for what is neither. */
function daysOf(text = ''): number | null | undefined {
  if (!text.trim()) return null;
  const days = /^\s*\d{1,4}\s*$/.test(text) ? Number(text) : 0;
  return days >= 1 && days <= LONGEST ? days : undefined;
}

export default function Retention() {
  const client = useClient();
  const rules = useQuery({
    queryKey: key,
    queryFn: () => client.request<{ rules: Rule[] }>('GET', '/api/notice-retention'),
  });
  return (
    <Page title={frame.pages.noticeRetention} lead={say.retentionLead}>
      {rules.isPending ? (
        <SkeletonLines label={everywhere.loading(everywhere.listOf.settings)} lines={6} />
      ) : rules.error && !rules.data ? (
        <ErrorPanel
          title={everywhere.notLoaded(everywhere.listOf.settings)}
          onRetry={() => void rules.refetch()}
        >
          {sentence(rules.error)}
        </ErrorPanel>
      ) : (
        // Anew for other rules, so that the fields show what holds.
        <Rules key={JSON.stringify(rules.data.rules)} rules={rules.data.rules} />
      )}
    </Page>
  );
}

function Rules({ rules }: { rules: Rule[] }) {
  const client = useClient();
  const queries = useQueryClient();
  const [written, setWritten] = useState(() => writtenOf(rules));
  const wanted = rules.map((rule) => ({
    type: rule.type,
    read_days: daysOf(written[fieldOf(rule.type, 'read_days')]),
    unread_days: daysOf(written[fieldOf(rule.type, 'unread_days')]),
  }));
  const isWrong = wanted.some((rule) => ages.some((age) => rule[age] === undefined));
  const changed = wanted.filter((rule, at) => ages.some((age) => rule[age] !== rules[at]?.[age]));
  const before = rules.filter(({ type }) => changed.some((one) => one.type === type));

  const send = (some: object[]) =>
    client.request<{ rules: Rule[] }>('PUT', '/api/notice-retention', { rules: some });
  const show = (after: { rules: Rule[] }) => queries.setQueryData(key, after);
  const preview = useMutation({
    mutationFn: () =>
      client.request<Preview>('POST', '/api/notice-retention/preview', { rules: changed }),
  });
  const save = useMutation({
    mutationFn: () => send(changed),
    onSuccess: (after) => {
      preview.reset();
      const undo = () =>
        void send(before).then(
          (former) => {
            show(former);
            toast({ text: say.retentionAsBefore, about: 'notice-retention:all' });
          },
          (error) => toast({ text: everywhere.notUndone(sentence(error)) }),
        );
      toast({
        text: say.retentionSaved,
        about: 'notice-retention:all',
        action: { label: everywhere.undo, run: undo },
      });
      show(after);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (changed.length && !isWrong && !preview.isPending) preview.mutate();
  };
  const close = () => {
    preview.reset();
    save.reset();
  };
  const would = (preview.data?.would_remove ?? []).filter(({ count }) => count > 0);
  const total = would.reduce((sum, { count }) => sum + count, 0);

  return (
    <Card>
      <form className={styles.form} onSubmit={submit} noValidate>
        {preview.error ? (
          <Banner tone="red" role="alert">
            {sentence(preview.error)}
          </Banner>
        ) : null}
        {rules.map(({ type }) => (
          <fieldset key={type} className={styles.rule}>
            <legend className="unseen">{say.types[type] ?? type}</legend>
            <div className={styles.name} aria-hidden>
              {say.types[type] ?? type}
              <span className={styles.lead}>{say.means[type]}</span>
            </div>
            {ages.map((age) => {
              const field = fieldOf(type, age);
              return (
                <TextField
                  key={age}
                  label={age === 'read_days' ? say.readDays : say.unreadDays}
                  placeholder={say.forever}
                  inputMode="numeric"
                  autoComplete="off"
                  value={written[field] ?? ''}
                  onChange={(text) => setWritten((all) => ({ ...all, [field]: text }))}
                  error={daysOf(written[field]) === undefined ? say.daysBetween : undefined}
                />
              );
            })}
          </fieldset>
        ))}
        <div>
          <Button
            type="submit"
            look="primary"
            isPending={preview.isPending}
            isDisabled={!changed.length || isWrong}
          >
            {say.seeAndSave}
          </Button>
        </div>
      </form>
      <Confirm
        title={total ? say.wouldGo(total) : say.noneWouldGo}
        action={everywhere.save}
        tone={total ? 'danger' : 'primary'}
        isOpen={preview.data !== undefined}
        isPending={save.isPending}
        onClose={close}
        onConfirm={() => save.mutate()}
      >
        <div className={styles.would}>
          {save.error ? (
            <Banner tone="red" role="alert">
              {everywhere.notSaved(sentence(save.error))}
            </Banner>
          ) : null}
          {would.length ? (
            <ul>
              {would.map(({ type, count }) => (
                <li key={type}>{say.ofType(say.types[type] ?? type, count)}</li>
              ))}
            </ul>
          ) : null}
          <p className={styles.lead}>{total ? say.goesDaily : say.goesLater}</p>
        </div>
      </Confirm>
    </Card>
  );
}
