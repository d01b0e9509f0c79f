// What the reports say, in Arabic.
import type { Words } from '../en/index.ts';
import { apart, counting } from '../forms.ts';

const count = counting<'zero' | 'one' | 'two' | 'few' | 'many' | 'other'>('ar');

export const reports: Words['reports'] = {
  lead: (zone) => `المحادثات مع العملاء حسب اليوم (${apart(zone)}).`,
  last: (days) =>
    count(days, {
      zero: 'لا أيام',
      one: 'اليوم الأخير',
      two: 'آخر يومين',
      few: 'آخر # أيام',
      many: 'آخر # يومًا',
      other: 'آخر # يوم',
    }),
  days: 'الأيام',
  counting: 'جارٍ العد',
  notLoaded: 'تعذّر تحميل الأرقام',
  nothing: 'لم يُقل شيء في هذه الأيام',
  nothingYet: 'يُحسب هنا ما يكتبه العملاء وما يجيب به الفريق.',
  ofCustomers: 'رسائل العملاء',
  replies: 'الردود',
  firstReplyMedian: 'أول رد، الوسيط',
  byDay: 'الأرقام حسب اليوم',
  day: 'اليوم',
  peopleWriting: 'من كتبوا',
  messages: 'الرسائل',
  notRead: 'غير مقروءة',
  begun: 'بدأت',
  unanswered: 'بلا رد',
  firstReply: 'أول رد',
  nineInTen: '9 من 10 خلال',
  upTo: (most) => `حتى ${apart(most)}`,
};
