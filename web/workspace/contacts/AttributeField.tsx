// A field for one attribute's value, as its type wants it. Empty means that there is none.
import { Banner, Select, TextField } from '@antiphon/ui';
import { everywhere } from '../words/everywhere.ts';
import type { Attribute } from './model.ts';
import { say } from './say.ts';

export interface AttributeFieldProps {
  attribute: Attribute;
  label?: string;
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
}

const hints: Partial<Record<Attribute['type'], string>> = say.hints;

export function AttributeField(props: AttributeFieldProps) {
  const { attribute, label = attribute.label, value, onChange, error } = props;
  const { type, choices } = attribute;
  if (type === 'list' || type === 'boolean') {
    const some =
      type === 'list'
        ? choices.map((choice) => ({ id: choice, label: choice }))
        : [
            { id: 'true', label: everywhere.yes },
            { id: 'false', label: everywhere.no },
          ];
    return (
      <>
        <Select
          label={label}
          options={[{ id: '', label: everywhere.notSet }, ...some]}
          value={value}
          onChange={onChange}
        />
        {error ? (
          <Banner tone="red" role="alert">
            {error}
          </Banner>
        ) : null}
      </>
    );
  }
  return (
    <TextField
      label={label}
      hint={hints[type]}
      autoComplete="off"
      value={value}
      onChange={onChange}
      error={error}
    />
  );
}
