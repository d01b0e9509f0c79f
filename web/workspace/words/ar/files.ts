// What is said of files, in Arabic.
import type { Words } from '../en/index.ts';
import { apart, counting } from '../forms.ts';

const count = counting<'zero' | 'one' | 'two' | 'few' | 'many' | 'other'>('ar');

export const files: Words['files'] = {
  openPicture: (name) => `فتح الصورة ${apart(name)}`,
  opens: (name) => `فتح ${apart(name)}`,
  downloads: (name) => `تنزيل ${apart(name)}`,
  inNote: '، في ملاحظة',
  olderMore: 'قد تحتوي الرسائل الأقدم على المزيد.',
  toSend: 'ملفات للإرسال',
  waiting: 'في الانتظار',
  again: (name) => `إعادة المحاولة: ${apart(name)}`,
  cancels: (name) => `إلغاء ${apart(name)}`,
  sending: (name) => `جارٍ إرسال ${apart(name)}`,
  previous: 'الصورة السابقة',
  next: 'الصورة التالية',
  place: (at, of) => `${at} من ${of}`,
  cannotShow: 'لا يمكن عرض هذه الصورة. نزّلها لمشاهدتها.',
  notDownloaded: (name, why) => `لم يتم تنزيل ${apart(name)}. ${why}`,
  underWay: (n) =>
    count(n, {
      zero: 'لا ملفات في الطريق.',
      one: 'ملف واحد في الطريق. أرسل عندما يصل.',
      two: 'ملفان في الطريق. أرسل عندما يصلان.',
      few: '# ملفات في الطريق. أرسل عندما تصل كلها.',
      many: '# ملفًا في الطريق. أرسل عندما تصل كلها.',
      other: '# ملف في الطريق. أرسل عندما تصل كلها.',
    }),
  allThere: (n) =>
    count(n, {
      zero: 'لا ملفات جاهزة للإرسال',
      one: 'ملف واحد جاهز للإرسال',
      two: 'ملفان جاهزان للإرسال',
      few: '# ملفات جاهزة للإرسال',
      many: '# ملفًا جاهزًا للإرسال',
      other: '# ملف جاهز للإرسال',
    }),
  drop: {
    message: 'أفلت الملفات هنا لإضافتها إلى رسالتك',
    note: 'أفلت الملفات هنا لإضافتها إلى ملاحظتك',
  },
  refused: {
    too_many: 'تتسع الرسالة لعشرة ملفات على الأكثر. أرسل هذا مع الرسالة التالية.',
    unreadable: 'لا يمكن قراءة هذا الملف. اختره مرة أخرى.',
    too_large: 'هذا الملف كبير جدًا.',
    wrong_type: 'لا تُقبل هنا ملفات من هذا النوع.',
    network: 'تعذّر الوصول إلى الخادم. حاول مرة أخرى.',
  },
  takenAway: 'أزاله مسؤول',
};
