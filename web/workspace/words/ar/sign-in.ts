// What is said of how people come in, in Arabic.
import type { Words } from '../en/index.ts';
import { apart } from '../forms.ts';

export const signIn: Words['signIn'] = {
  title: 'تسجيل الدخول الموحّد',
  lead: 'ما يتطلبه تسجيل الدخول إلى مساحة العمل هذه، ومن يُدخل الأشخاص غير كلمة المرور.',
  secondStep: 'الخطوة الثانية',
  ofEveryone: 'يحتاج الجميع إلى خطوة ثانية',
  ofEveryoneMeans:
    'من سجّل الدخول بدونها يتم تسجيل خروجه، ويُعدّها عند تسجيل الدخول مجددًا. ولا تُطلب من مفاتيح API ولا من العملاء في المحادثة.',
  provider: 'المزوّد',
  removed: 'تمت إزالة المزوّد. يسجّل الأشخاص الدخول بكلمات مرورهم.',
  noneYet: `لا مزوّد بعد. يسجّل الأشخاص الدخول بحساباتهم في شركتك عبر ${apart('OpenID Connect')}: يدعمه ${apart('Keycloak')} و${apart('Entra ID')} و${apart('Okta')} و${apart('Google')} وغيرها كثير.`,
  redirect: 'عنوان إعادة التوجيه',
  redirectHint: 'أدخله لدى المزوّد كما هو.',
  pageOfWorkspace: 'صفحة تسجيل الدخول إلى مساحة العمل هذه',
  pageHint: 'فيها زر المزوّد. أعطها لفريقك.',
  page: 'صفحة تسجيل الدخول',
  noAddress: (setting) =>
    `لا يعرف هذا الخادم العنوان الذي يصل إليه الأشخاص عبره. على من يشغّله أن يحدّد ${setting} أولًا.`,
  works: 'يستجيب المزوّد ويعرف مساحة العمل هذه.',
  test: 'اختبار الاتصال',
  askRemove: 'إزالة…',
  reallyRemove: 'هل تريد إزالة المزوّد؟',
  removeMeans: 'لن يدخل أحد عبره بعد ذلك. ومن ليس لديه كلمة مرور لن يتمكن من تسجيل الدخول.',
  comesIn: (who, how, step) => `${who} ${how}${step}.`,
  addressesAt: (domains) => `أصحاب العناوين على ${apart(domains)}`,
  allPeople: 'كل مستخدميه',
  newOnes: {
    admin: 'يدخلون، والجدد منهم بصفة مسؤولين',
    agent: 'يدخلون، والجدد منهم بصفة موظفي دعم',
    customer: 'يدخلون، والجدد منهم بصفة عملاء',
  },
  noNewOnes: 'يدخلون إذا كانوا من الأشخاص الموجودين هنا',
  withStep: '، مع خطوتهم الثانية هنا أيضًا',

  setUp: 'إعداد مزوّد',
  edit: 'تعديل المزوّد',
  saved: 'تم حفظ المزوّد. اختبر الاتصال بعد ذلك.',
  button: 'الدخول بتسجيل الدخول الموحّد',
  issuer: 'جهة الإصدار',
  issuerHint: `كما يسمّي المزوّد نفسه، مثل ${apart('https://login.example.com/realms/team')}`,
  clientId: 'معرّف العميل لدى المزوّد',
  clientSecret: 'سر العميل لدى المزوّد',
  secretHint: 'اتركه فارغًا للإبقاء على السر المحفوظ.',
  buttonWords: 'نص الزر',
  domains: 'نطاقات البريد المسموح بها',
  domainsHint: `مثل ${apart('example.com example.org')}. فارغ: كل مستخدمي المزوّد.`,
  whoComesIn: 'من يدخل',
  newcomers: {
    nobody: 'الموجودون هنا فقط',
    agent: 'يصبح الجدد موظفي دعم',
    admin: 'يصبح الجدد مسؤولين',
    customer: 'يصبح الجدد عملاء',
  },
  askStep: 'طلب الخطوة الثانية هنا أيضًا',
  isOn: 'يظهر الزر ويُدخل الأشخاص',
};
