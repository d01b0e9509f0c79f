// The kit's words in Arabic.
import type { Words } from '../en/index.ts';

export const ui: Words['ui'] = {
  cancel: 'إلغاء',
  close: 'إغلاق',
  dismiss: 'إخفاء',
  notices: 'إشعارات',
  chosen: 'محدّد',
  nothingFits: 'لا شيء مطابق.',
  tryAgain: 'إعادة المحاولة',
  reload: 'إعادة التحميل',
  theWindow: 'النافذة',
  theMenu: 'القائمة',
  broke: (part) => `${part}: حدث خلل هنا`,
  restWorks: 'بقية الصفحة تعمل. إذا تكرّر ذلك فأعد تحميل الصفحة.',
  pageNotLoaded: 'تعذّر تحميل هذه الصفحة',
  partNotLoaded: (what, why) => `تعذّر التحميل: ${what}. ${why}`,
  checkConnection: 'تحقّق من الاتصال وحاول مرة أخرى.',
  newVersion: 'توجد نسخة جديدة: أعد تحميل الصفحة لاستخدامها.',
  reloadToGoOn: 'أعد تحميل الصفحة للمتابعة.',
  justAgain: 'حاول مرة أخرى.',
};
