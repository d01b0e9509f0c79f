// The dialog in which a prompt is written: a new one, or one that is there.

import { useClient } from '@antiphon/sdk/react';
import { Checkbox, Select, TextArea, TextField } from '@antiphon/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { FormDialog } from '../shell/FormDialog.tsx';
import { fieldError } from '../shell/server.ts';
import { everywhere } from '../words/everywhere.ts';
import { list, type Prompt, path, roles } from './prompt.ts';
import { say } from './say.ts';

export interface EditProps {
  /** The one to change; a new one when null. */
  prompt: Prompt | null;
  isOpen: boolean;
  onClose: () => void;
}

export function Edit({ prompt, isOpen, onClose }: EditProps) {
  const client = useClient();
  const queries = useQueryClient();
  const [title, setTitle] = useState(prompt?.title ?? '');
  const [text, setText] = useState(prompt?.text ?? '');
  const [role, setRole] = useState<(typeof roles)[number]['id']>(prompt?.role ?? 'everyone');
  const [page, setPage] = useState(prompt?.page ?? '');
  const [isActive, setActive] = useState(prompt?.is_active ?? true);
  const save = useMutation({
    mutationFn: () => {
      const body = {
        title: title.trim(),
        text: text.trim(),
        role: role === 'everyone' ? null : role,
        page: page.trim() || null,
        is_active: isActive,
      };
      return prompt
        ? client.request('PATCH', `${path}/${prompt.id}`, body)
        : client.request('POST', path, body);
    },
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: list(client).queryKey });
      onClose();
    },
  });

  return (
    <FormDialog
      title={prompt ? everywhere.edits(prompt.title) : say.add}
      action={everywhere.save}
      isOpen={isOpen}
      onClose={onClose}
      change={save}
      fields={['title', 'text', 'page']}
      isDisabled={!title.trim() || !text.trim()}
    >
      <TextField
        label={everywhere.title}
        hint={say.titleHint}
        autoFocus
        autoComplete="off"
        value={title}
        onChange={setTitle}
        error={fieldError(save.error, 'title')}
      />
      <TextArea
        label={everywhere.text}
        hint={say.textHint}
        value={text}
        onChange={setText}
        error={fieldError(save.error, 'text')}
      />
      <Select label={say.for} options={[...roles]} value={role} onChange={setRole} />
      <TextField
        label={say.page}
        hint={say.pageHint}
        autoComplete="off"
        value={page}
        onChange={setPage}
        error={fieldError(save.error, 'page')}
      />
      <Checkbox isSelected={isActive} onChange={setActive}>
        {say.activeFromNow}
      </Checkbox>
    </FormDialog>
  );
}
