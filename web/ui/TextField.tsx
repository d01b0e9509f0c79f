// A labelled field of one line or of several, with a hint and an error in words. Plain elements:
// the browser's own fields need no help. The message composer is not this: it has its own rules
// and lives in the workspace.
import {
  type InputHTMLAttributes,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useId,
  useRef,
} from 'react';
import { cx } from './cx.ts';
import styles from './TextField.module.css';

interface FieldProps {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  placeholder?: string;
  value: string;
  onChange: (value: string) => void;
  isDisabled?: boolean;
  autoFocus?: boolean;
}

export interface TextFieldProps extends FieldProps {
  /** Keeps the label for screen readers only, where the place says enough to the eye. */
  hideLabel?: boolean;
  lead?: ReactNode;
  name?: string;
  type?: 'text' | 'email' | 'password' | 'search';
  autoComplete?: InputHTMLAttributes<HTMLInputElement>['autoComplete'];
  /** Which keys a phone shows. */
  inputMode?: 'text' | 'numeric';
  inputRef?: Ref<HTMLInputElement>;
  onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void;
}

export function TextField(props: TextFieldProps) {
  const { label, hideLabel, hint, error, lead, value, onChange, isDisabled, autoFocus } = props;
  const { placeholder, name, type = 'text', autoComplete, inputMode, inputRef, onKeyDown } = props;
  const field = useField(hint, error);
  const focus = useFocusOnce<HTMLSpanElement>(autoFocus);
  return (
    <div className={styles.field}>
      <label htmlFor={field.id} className={cx(styles.label, hideLabel && styles.hidden)}>
        {label}
      </label>
      <span className={cx(styles.box, lead ? styles.led : undefined)} ref={focus}>
        {lead ? <span className={styles.lead}>{lead}</span> : null}
        <input
          {...field.aria}
          ref={inputRef}
          className={styles.input}
          type={type}
          name={name}
          autoComplete={autoComplete}
          inputMode={inputMode}
          placeholder={placeholder}
          value={value}
          // Empty it reads as the page does, as its hint is written.
          dir={value ? 'auto' : undefined}
          disabled={isDisabled}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={onKeyDown}
        />
      </span>
      {field.words}
    </div>
  );
}

export interface TextAreaProps extends FieldProps {
  rows?: number;
}

export function TextArea(props: TextAreaProps) {
  const {
    label,
    hint,
    error,
    placeholder,
    value,
    onChange,
    isDisabled,
    autoFocus,
    rows = 3,
  } = props;
  const field = useField(hint, error);
  const focus = useFocusOnce<HTMLDivElement>(autoFocus);
  return (
    <div className={styles.field} ref={focus}>
      <label htmlFor={field.id} className={styles.label}>
        {label}
      </label>
      <textarea
        {...field.aria}
        className={cx(styles.input, styles.area)}
        rows={rows}
        placeholder={placeholder}
        value={value}
        dir={value ? 'auto' : undefined}
        disabled={isDisabled}
        onChange={(event) => onChange(event.target.value)}
      />
      {field.words}
    </div>
  );
}

/** Ids and words that tie hint and error to their field. */
function useField(hint: ReactNode, error: string | undefined) {
  const id = useId();
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : '']
    .filter(Boolean)
    .join(' ');
  return {
    id,
    aria: {
      id,
      'aria-describedby': described || undefined,
      'aria-invalid': error !== undefined || undefined,
    },
    words: (
      <>
        {hint ? (
          <span id={`${id}-hint`} className={styles.hint}>
            {hint}
          </span>
        ) : null}
        {error ? (
          <span id={`${id}-error`} className={styles.error}>
            {error}
          </span>
        ) : null}
      </>
    ),
  };
}

/** Focus on mount by hand: a dialog decides where the focus goes before autofocus would act. */
function useFocusOnce<Box extends HTMLElement>(wanted: boolean | undefined) {
  const box = useRef<Box>(null);
  useEffect(() => {
    if (wanted) box.current?.querySelector<HTMLElement>('input, textarea')?.focus();
  }, [wanted]);
  return box;
}
