// What the choice of emoji says, in Arabic.
import type { Words } from '../en/index.ts';
import { counting } from '../forms.ts';

const count = counting<'zero' | 'one' | 'two' | 'few' | 'many' | 'other'>('ar');

export const emoji: Words['emoji'] = {
  emoji: 'رموز تعبيرية',
  search: 'البحث عن رمز تعبيري',
  recent: 'الأخيرة',
  faces: 'وجوه',
  people: 'أشخاص',
  nature: 'طبيعة',
  food: 'طعام',
  places: 'أماكن',
  activities: 'أنشطة',
  things: 'أشياء',
  signs: 'علامات',
  found: 'الرموز التعبيرية الموجودة',
  none: 'لم يُعثر على رمز تعبيري',
  hits: (n) =>
    count(n, {
      zero: 'لم يُعثر على رمز تعبيري',
      one: 'عُثر على رمز تعبيري واحد',
      two: 'عُثر على رمزين تعبيريين',
      few: 'عُثر على # رموز تعبيرية',
      many: 'عُثر على # رمزًا تعبيريًا',
      other: 'عُثر على # رمز تعبيري',
    }),
};
