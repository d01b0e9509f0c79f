// What the jobs say, in Arabic.
import type { Words } from '../en/index.ts';
import { apart } from '../forms.ts';

export const jobs: Words['jobs'] = {
  lead: 'أعمال مستحقة لما فعله الأشخاص، مثل الاستيراد والبريد. تُعاد محاولتها تلقائيًا؛ وما فشل كثيرًا يُترك ويُحفظ 30 يومًا.',
  states: {
    any: 'الكل',
    dead: 'متروكة',
    ready: 'في الانتظار',
    running: 'قيد التنفيذ',
    done: 'تمت',
  },
  triedAgain: 'تُعاد المحاولة.',
  givenUp: 'تم التخلي عنها.',
  where: 'الوضع الحالي',
  nothingGivenUp: 'لم يُترك شيء',
  nothingOwed: 'لا شيء مستحق',
  appears: 'تظهر الأعمال هنا ما دامت تنتظر، ولمدة يوم بعد إتمامها.',
  work: 'العمل',
  state: 'الحالة',
  tries: 'المحاولات',
  triesOf: (tried, most) => `${tried} من ${most}`,
  when: 'متى',
  triesAgain: (kind) => `إعادة محاولة ${apart(kind)}`,
  givesUp: (kind) => `التخلي عن ${apart(kind)}`,
  giveUp: 'التخلي',
  kinds: {
    'accounts.letter': 'إرسال بريد',
    'bot.answer': 'إجابة الروبوت',
    'contacts.clean_imports': 'تنظيف عمليات الاستيراد',
    'contacts.edit': 'تغيير جهات الاتصال',
    'contacts.edit_undo': 'التراجع عن تغيير جهات اتصال',
    'contacts.import': 'استيراد جهات الاتصال',
    'contacts.import_undo': 'التراجع عن استيراد جهات اتصال',
    'contacts.index': 'فهرسة جهات الاتصال',
    'conversations.give_back': 'إعادة المحادثات',
    'files.clean': 'تنظيف الملفات',
    'jobs.clean': 'تنظيف المهام',
    'previews.make': 'إنشاء المعاينات',
    'workspace.bring_in': 'إدخال البيانات',
  },
};
