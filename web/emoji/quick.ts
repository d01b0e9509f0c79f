// The reactions that are at hand without looking, here and there in this order; the API takes any emoji.
export const quick = ['👍', '❤️', '😂', '🎉', '😮', '😢'] as const;
