// What the search says, in Arabic.
import type { Words } from '../en/index.ts';
import { apart, counting } from '../forms.ts';

const count = counting<'zero' | 'one' | 'two' | 'few' | 'many' | 'other'>('ar');

export const search: Words['search'] = {
  title: 'البحث في الرسائل',
  tab: (q) => `البحث: ${apart(q)}`,
  find: 'ابحث عمّا قيل',
  how: 'يجب أن ترد كل الكلمات في الرسالة؛ ويمكن أن تكون الأخيرة بداية كلمة. يشمل البحث الرسائل والملاحظات في كل محادثة يمكنك رؤيتها.',
  searching: 'جارٍ البحث',
  failed: 'فشل البحث',
  nothing: (q) => `لا نتائج لـ «${apart(q)}»`,
  fewer: 'جرّب كلمات أقل، أو بداية كلمة.',
  found: 'الرسائل التي عُثر عليها',
  howMany: (n) =>
    count(n, {
      zero: 'لا نتائج',
      one: 'نتيجة واحدة',
      two: 'نتيجتان',
      few: '# نتائج',
      many: '# نتيجة',
      other: '# نتيجة',
    }),
  orMore: (n) =>
    count(n, {
      zero: 'لا نتائج',
      one: 'نتيجة واحدة أو أكثر',
      two: 'نتيجتان أو أكثر',
      few: '# نتائج أو أكثر',
      many: '# نتيجة أو أكثر',
      other: '# نتيجة أو أكثر',
    }),
  words: 'كلمات البحث',
};
