// By which majority does a council resolve, in words?
import { useTranslation } from 'react-i18next';
import type { CharterShare, CharterTerms } from '../api/types';

/** Says the terms of a charter in the reader's language. */
export function useCharterText(): (terms: CharterTerms) => string {
  const { t } = useTranslation();
  const said = (share: CharterShare, of: string) => t(share.is_exclusive ? 'charter.more' : 'charter.least', { share: `${share.numerator}/${share.denominator}`, of });
  const counting = (terms: CharterTerms) => {
    if (terms.counts_abstained) return terms.counts_recused ? t('charter.countAll') : t('charter.countNotRecused');
    return terms.counts_recused ? t('charter.countNotAbstained') : t('charter.countNeither');
  };
  return (terms) =>
    t('charter.rule', {
      quorum: said(terms.quorum, t('charter.ofMembers')),
      threshold: said(terms.threshold, t(terms.base === 'members' ? 'charter.ofMembers' : 'charter.ofPresent')),
      counting: counting(terms),
    });
}
