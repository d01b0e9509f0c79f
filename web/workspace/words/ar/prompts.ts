// What the prompts say, in Arabic.
import type { Words } from '../en/index.ts';
import { apart } from '../forms.ts';

export const prompts: Words['prompts'] = {
  lead: 'رسائل أولى جاهزة، تُعرض كأزرار بهذا الترتيب.',
  add: 'إضافة اقتراح',
  none: 'لا اقتراحات بعد',
  noneYet: `أضف أكثر ما يُسأل عنه، مثل «أين طلبي؟» أو «التحدث مع شخص». يضيف الأمر ${apart('antiphon seed-prompts')} خمسة نماذج.`,
  prompt: 'الاقتراح',
  for: 'لمن',
  page: 'الصفحة',
  allPages: 'الكل',
  active: 'مفعّل',
  isActive: (title) => `${apart(title)} مفعّل`,
  movesUp: (title) => `نقل ${apart(title)} إلى أعلى`,
  movesDown: (title) => `نقل ${apart(title)} إلى أسفل`,
  isNow: (title, place, of) => `${apart(title)} الآن ${place} من ${of}.`,
  isDeleted: (title) => `تم حذف «${apart(title)}».`,
  notPutBack: (why) => `لم تتم الاستعادة. ${why}`,
  reallyDelete: (title) => `هل تريد حذف «${apart(title)}»؟`,
  deleteMeans: 'لن يُعرض على أحد بعد ذلك. لإيقافه مؤقتًا عطّله بدلًا من ذلك.',
  askEdit: 'تعديل…',
  titleHint: 'يظهر على الزر.',
  textHint: 'يُرسل كأول رسالة عند الضغط على الزر.',
  pageHint: `مسارها، مثل ${apart('/pricing')}، لعرضه هناك فقط. اتركه فارغًا لكل الصفحات.`,
  activeFromNow: 'مفعّل: يُعرض من الآن',
  roles: { everyone: 'الجميع', customer: 'العملاء', agent: 'موظفو الدعم', admin: 'المسؤولون' },
};
