// The button with words. Four looks: primary (one per view), secondary, quiet, danger. A plain
// button element: it is on every page, so it should cost nothing. Buttons that show only an icon
// are IconButton, which insists on a name.
import {
  type AriaAttributes,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useRef,
} from 'react';
import styles from './Button.module.css';
import { cx } from './cx.ts';

/** What every button takes, with words or without, and what a Menu hands to its trigger. */
export interface PressProps
  extends Pick<
    AriaAttributes,
    'aria-haspopup' | 'aria-expanded' | 'aria-pressed' | 'aria-keyshortcuts'
  > {
  ref?: Ref<HTMLButtonElement>;
  onPress?: () => void;
  onKeyDown?: (event: KeyboardEvent<HTMLButtonElement>) => void;
  type?: 'button' | 'submit';
  /** The id of the form that a submit button outside of it sends. */
  form?: string;
  isDisabled?: boolean;
  /** Busy with the last press: keeps the focus, takes no further press. */
  isPending?: boolean;
  autoFocus?: boolean;
}

export interface ButtonProps extends PressProps {
  look?: 'primary' | 'secondary' | 'quiet' | 'danger';
  size?: 's' | 'm';
  icon?: ReactNode;
  wide?: boolean;
  'aria-label'?: string;
  children: ReactNode;
}

export function Button({
  look = 'secondary',
  size = 'm',
  icon,
  wide,
  children,
  ...rest
}: ButtonProps) {
  return (
    <Press {...rest} className={cx(styles.button, styles[look], styles[size], wide && styles.wide)}>
      {icon}
      <span className={styles.label}>{children}</span>
    </Press>
  );
}

/** The bare button: behaviour without a look, for what draws its own. */
export function Press({
  ref,
  onPress,
  type = 'button',
  isDisabled,
  isPending,
  autoFocus,
  ...rest
}: PressProps & {
  className?: string | undefined;
  'aria-label'?: string | undefined;
  children: ReactNode;
}) {
  const own = useRef<HTMLButtonElement | null>(null);
  useEffect(() => {
    if (autoFocus) own.current?.focus();
  }, [autoFocus]);
  return (
    <button
      {...rest}
      ref={(element) => {
        own.current = element;
        if (typeof ref === 'function') ref(element);
        else if (ref) ref.current = element;
      }}
      type={type}
      disabled={isDisabled}
      aria-disabled={isPending || undefined}
      aria-busy={isPending || undefined}
      onClick={(event) => {
        // A pending button looks pressed already: the second press of a double click is not a wish.
        if (isPending) event.preventDefault();
        else onPress?.();
      }}
    />
  );
}
