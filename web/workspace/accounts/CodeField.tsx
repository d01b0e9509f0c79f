// One field for the second step: the app's six digits or, when the phone is not at hand, a recovery code.
import { Button, TextField } from '@antiphon/ui';
import { fieldError } from '../shell/server.ts';
import styles from './CodeField.module.css';
import { say } from './say.ts';

export interface Given {
  by: 'code' | 'recovery_code';
  text: string;
}

export const nothing: Given = { by: 'code', text: '' };

/** The names of the fields that show their own refusals. */
export const codeFields = ['code', 'recovery_code'];

/** As the server takes it. */
export function given({ by, text }: Given): { code: string } | { recovery_code: string } {
  return by === 'code' ? { code: text.trim() } : { recovery_code: text.trim() };
}

export interface CodeFieldProps {
  typed: Given;
  onChange: (typed: Given) => void;
  error: unknown;
  autoFocus?: boolean;
}

export function CodeField({ typed, onChange, error, autoFocus }: CodeFieldProps) {
  const byApp = typed.by === 'code';
  return (
    <div className={styles.code}>
      <TextField
        key={typed.by}
        label={byApp ? say.appCode : say.recoveryCode}
        hint={byApp ? say.appCodeHint : say.worksOnce}
        name={typed.by}
        autoComplete={byApp ? 'one-time-code' : 'off'}
        inputMode={byApp ? 'numeric' : 'text'}
        autoFocus={autoFocus}
        value={typed.text}
        onChange={(text) => onChange({ ...typed, text })}
        error={fieldError(error, typed.by)}
      />
      <Button
        look="quiet"
        size="s"
        onPress={() => onChange({ by: byApp ? 'recovery_code' : 'code', text: '' })}
      >
        {byApp ? say.useRecoveryCode : say.useApp}
      </Button>
    </div>
  );
}
