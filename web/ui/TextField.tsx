// A labelled field of one line or of several, with a hint and an error in words.
// The message composer is not this: it has its own rules and lives in the workspace.
import type { ReactNode, Ref } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextArea as AriaTextArea } from 'react-aria-components/TextArea';
import {
  type TextFieldProps as AriaProps,
  TextField as AriaTextField,
} from 'react-aria-components/TextField';
import { cx } from './cx.ts';
import styles from './TextField.module.css';

export interface TextFieldProps extends Omit<AriaProps, 'className' | 'style' | 'children'> {
  label: string;
  /** Keeps the label for screen readers only, where the place says enough to the eye. */
  hideLabel?: boolean;
  hint?: ReactNode;
  error?: string | undefined;
  placeholder?: string;
  lead?: ReactNode;
  inputRef?: Ref<HTMLInputElement>;
}

export function TextField({
  label,
  hideLabel,
  hint,
  error,
  placeholder,
  lead,
  inputRef,
  ...rest
}: TextFieldProps) {
  return (
    <AriaTextField {...rest} isInvalid={error !== undefined} className={styles.field as string}>
      <Label className={cx(styles.label, hideLabel && styles.hidden)}>{label}</Label>
      <span className={cx(styles.box, lead ? styles.led : undefined)}>
        {lead ? <span className={styles.lead}>{lead}</span> : null}
        <Input
          ref={inputRef ?? null}
          placeholder={placeholder ?? ''}
          className={styles.input as string}
        />
      </span>
      <Words hint={hint} error={error} />
    </AriaTextField>
  );
}

export interface TextAreaProps extends Omit<AriaProps, 'className' | 'style' | 'children'> {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  placeholder?: string;
  rows?: number;
}

export function TextArea({ label, hint, error, placeholder, rows = 3, ...rest }: TextAreaProps) {
  return (
    <AriaTextField {...rest} isInvalid={error !== undefined} className={styles.field as string}>
      <Label className={styles.label as string}>{label}</Label>
      <AriaTextArea
        rows={rows}
        placeholder={placeholder ?? ''}
        className={cx(styles.input, styles.area)}
      />
      <Words hint={hint} error={error} />
    </AriaTextField>
  );
}

function Words({ hint, error }: { hint?: ReactNode; error?: string | undefined }) {
  return (
    <>
      {hint ? (
        <Text slot="description" className={styles.hint as string}>
          {hint}
        </Text>
      ) : null}
      <FieldError className={styles.error as string}>{error}</FieldError>
    </>
  );
}
