// What is known of a contact, field by field: a value is pressed, changed in its place and saved with
// Enter; Escape leaves it as it was. Used by the contact's page and beside a conversation.
import { Button, cx, TextField } from '@antiphon/ui';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { fieldError, sentence } from '../shell/server.ts';
import { useMay } from '../shell/session.tsx';
import { everywhere } from '../words/everywhere.ts';
import { AttributeField } from './AttributeField.tsx';
import { useAttributes, useChange } from './ask.ts';
import { CompanyField } from './CompanyField.tsx';
import styles from './Known.module.css';
import { type Attribute, type Contact, type ContactChange, shown, typed } from './model.ts';
import { say } from './say.ts';

type Change = ReturnType<typeof useChange>;

export default function Known({ contact }: { contact: Contact }) {
  const attributes = useAttributes();
  const [open, setOpen] = useState<string | null>(null);
  const change = useChange(contact.id);
  const mayWrite = useMay('contacts:write') && contact.merged_into === null;
  const close = () => {
    change.reset();
    setOpen(null);
  };
  const line = (field: string, label: string, value: ReactNode, form: ReactNode) => (
    <Line
      key={field}
      label={label}
      value={value}
      isOpen={open === field}
      onOpen={
        mayWrite
          ? () => {
              change.reset();
              setOpen(field);
            }
          : undefined
      }
    >
      {form}
    </Line>
  );
  const text = (field: 'name' | 'email' | 'phone' | 'external_id', label: string) => (
    <TextForm
      label={label}
      field={field}
      value={contact[field] ?? ''}
      isNeeded={field === 'name'}
      change={change}
      onClose={close}
    />
  );
  const { name, email, phone, external_id, company } = contact;
  return (
    <dl className={styles.known}>
      {line('name', everywhere.name, name, text('name', everywhere.name))}
      {line(
        'email',
        everywhere.email,
        email && <a href={`mailto:${email}`}>{email}</a>,
        text('email', everywhere.email),
      )}
      {line('phone', everywhere.phone, phone, text('phone', everywhere.phone))}
      {line(
        'company',
        everywhere.company,
        company?.name,
        <CompanyForm contact={contact} change={change} onClose={close} />,
      )}
      {line('external_id', say.externalId, external_id, text('external_id', say.externalId))}
      {attributes.map((attribute) => {
        const value = contact.attributes[attribute.key];
        return line(
          `attributes.${attribute.key}`,
          attribute.label,
          value === undefined ? null : attribute.type === 'link' ? (
            <a href={String(value)} target="_blank" rel="noreferrer">
              {String(value).replace(/^https?:\/\//, '')}
            </a>
          ) : (
            shown(attribute, value)
          ),
          <AttributeForm
            attribute={attribute}
            value={value === undefined ? '' : String(value)}
            change={change}
            onClose={close}
          />,
        );
      })}
    </dl>
  );
}

function Line({
  label,
  value,
  isOpen,
  onOpen,
  children,
}: {
  label: string;
  value: ReactNode;
  isOpen: boolean;
  onOpen: (() => void) | undefined;
  children: ReactNode;
}) {
  const [wasOpen, setWasOpen] = useState(false);
  if (isOpen && !wasOpen) setWasOpen(true);
  const isEmpty = value === null || value === undefined || value === '';
  return (
    <div className={cx(styles.line, isOpen && styles.open)}>
      <dt>{label}</dt>
      <dd>
        {isOpen ? (
          children
        ) : (
          <span className={styles.value}>
            <bdi className={cx(isEmpty && styles.none)}>{isEmpty ? everywhere.notSet : value}</bdi>
            {onOpen ? (
              <span className={styles.change}>
                <Button
                  size="s"
                  look="quiet"
                  // The form took the focus with it; it goes back to what opened it.
                  autoFocus={wasOpen}
                  aria-label={isEmpty ? say.sets(label) : everywhere.changes(label)}
                  onPress={onOpen}
                >
                  {isEmpty ? say.set : everywhere.change}
                </Button>
              </span>
            ) : null}
          </span>
        )}
      </dd>
    </div>
  );
}

function Form({
  label,
  change,
  body,
  onClose,
  isDisabled,
  refused,
  children,
}: {
  label: string;
  change: Change;
  /** Nothing when it is as it was. */
  body: () => ContactChange | null;
  onClose: () => void;
  isDisabled?: boolean;
  /** A refusal that no field shows. */
  refused?: string | undefined;
  children: ReactNode;
}) {
  const form = useRef<HTMLFormElement>(null);
  // Whatever takes the value's place takes the focus too.
  useEffect(() => form.current?.querySelector<HTMLElement>('input, button')?.focus(), []);
  function submit(event: FormEvent) {
    event.preventDefault();
    if (change.isPending || isDisabled) return;
    const changed = body();
    if (changed) change.mutate(changed, { onSuccess: onClose });
    else onClose();
  }
  return (
    <form
      ref={form}
      className={styles.form}
      aria-label={label}
      noValidate
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      {children}
      {refused ? (
        <p role="alert" className={styles.refused}>
          {refused}
        </p>
      ) : null}
      <span className={styles.buttons}>
        <Button size="s" onPress={onClose}>
          {everywhere.cancel}
        </Button>
        <Button
          size="s"
          look="primary"
          type="submit"
          isPending={change.isPending}
          isDisabled={isDisabled ?? false}
        >
          {everywhere.save}
        </Button>
      </span>
    </form>
  );
}

interface TextFormProps {
  label: string;
  field: 'name' | 'email' | 'phone' | 'external_id';
  value: string;
  isNeeded: boolean;
  change: Change;
  onClose: () => void;
}

function TextForm({ label, field, value, isNeeded, change, onClose }: TextFormProps) {
  const [text, setText] = useState(value);
  const shownThere = fieldError(change.error, field);
  return (
    <Form
      label={label}
      change={change}
      onClose={onClose}
      isDisabled={isNeeded && !text.trim()}
      refused={change.error && !shownThere ? sentence(change.error) : undefined}
      body={() => (text.trim() === value ? null : { [field]: text.trim() || null })}
    >
      <TextField
        label={label}
        hideLabel
        autoComplete="off"
        type={field === 'email' ? 'email' : 'text'}
        value={text}
        onChange={setText}
        error={shownThere}
      />
    </Form>
  );
}

function CompanyForm({
  contact,
  change,
  onClose,
}: {
  contact: Contact;
  change: Change;
  onClose: () => void;
}) {
  const [company, setCompany] = useState(contact.company);
  return (
    <Form
      label={everywhere.company}
      change={change}
      onClose={onClose}
      refused={change.error ? sentence(change.error) : undefined}
      body={() =>
        company?.id === contact.company?.id ? null : { company_id: company?.id ?? null }
      }
    >
      <CompanyField company={company} onChange={setCompany} />
    </Form>
  );
}

function AttributeForm({
  attribute,
  value,
  change,
  onClose,
}: {
  attribute: Attribute;
  value: string;
  change: Change;
  onClose: () => void;
}) {
  const [text, setText] = useState(value);
  const refused = fieldError(change.error, `attributes.${attribute.key}`);
  return (
    <Form
      label={attribute.label}
      change={change}
      onClose={onClose}
      refused={change.error && !refused ? sentence(change.error) : undefined}
      body={() =>
        text.trim() === value ? null : { attributes: { [attribute.key]: typed(attribute, text) } }
      }
    >
      <AttributeField attribute={attribute} value={text} onChange={setText} error={refused} />
    </Form>
  );
}
