// Joins class names. Lives apart so that every component can use it; nothing else belongs here.

export function cx(...names: (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}
