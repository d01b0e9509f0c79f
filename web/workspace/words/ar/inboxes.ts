// What the inboxes say, in Arabic.
import type { Words } from '../en/index.ts';
import { apart } from '../forms.ts';

export const inboxes: Words['inboxes'] = {
  inboxes: 'صناديق الوارد',
  lead: 'صندوق الوارد مدخل واحد: موقع يعرض الأداة.',
  add: 'إضافة صندوق وارد',
  none: 'لا صندوق وارد بعد',
  noneYet: 'أضف صندوقًا لكل موقع ينبغي أن يتمكن العملاء من الكتابة فيه.',
  visitorsOwn: 'لغة الزائر',
  right: 'يمين',
  left: 'يسار',
  notRotated: (why) => `لم يتم التجديد. ${why}`,
  snippet: 'مقطع الشيفرة',
  paste: 'ألصقه قبل نهاية body في كل صفحة من الموقع.',
  snippetFor: (name) => `مقطع الشيفرة لـ ${apart(name)}`,
  allowedSites: 'المواقع المسموح بها',
  noSites: 'لا شيء بعد: تعمل الأداة في صفحات هذا الخادم فقط.',
  identitySecret: 'سر الهوية',
  copySecret: 'انسخ سر الهوية الآن: لن يُعرض مرة أخرى.',
  askNewSecret: 'سر هوية جديد…',
  reallyNew: 'هل تريد إنشاء سر هوية جديد؟',
  makeNew: 'إنشاء سر جديد',
  newMeans: 'يوقّع موقعك هوية زواره بهذا السر. تُرفض من الآن الرموز الموقّعة بالسر القديم.',
  nameHint: 'يراه العملاء أعلى الأداة.',
  oneAddress: `عنوان واحد في كل سطر، مثل ${apart('https://shop.example.org')}`,
  line: (place, why) => `السطر ${place}: ${why}`,
  widgetLanguage: 'لغة الأداة',
  side: 'جانب الصفحة',
};
