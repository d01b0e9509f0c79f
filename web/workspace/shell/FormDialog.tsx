// A form in a dialog: what every "add" and "edit" of the settings shares. Refusals that no field
// shows stand above the fields.

import { Banner, Button, Dialog } from '@antiphon/ui';
import { type FormEvent, type ReactNode, useId } from 'react';
import { everywhere } from '../words/everywhere.ts';
import styles from './FormDialog.module.css';
import { formError } from './server.ts';

export interface FormDialogProps {
  title: string;
  /** What the button says that sends the form. */
  action: string;
  isOpen: boolean;
  onClose: () => void;
  /** The change as it stands: on its way, refused. */
  change: { isPending: boolean; error: unknown; mutate: () => void };
  /** The names of the fields that show their own refusals. */
  fields: string[];
  /** Something is still missing. */
  isDisabled: boolean;
  children: ReactNode;
}

export function FormDialog(props: FormDialogProps) {
  const { title, action, isOpen, onClose, change, fields, isDisabled, children } = props;
  const id = useId();
  const refused = formError(change.error, fields);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!change.isPending && !isDisabled) change.mutate();
  };
  return (
    <Dialog
      title={title}
      isOpen={isOpen}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{everywhere.cancel}</Button>
          <Button
            look="primary"
            type="submit"
            form={id}
            isPending={change.isPending}
            isDisabled={isDisabled}
          >
            {action}
          </Button>
        </>
      }
    >
      <form id={id} className={styles.form} onSubmit={submit} noValidate>
        {refused ? (
          <Banner tone="red" role="alert">
            {refused}
          </Banner>
        ) : null}
        {children}
      </form>
    </Dialog>
  );
}
