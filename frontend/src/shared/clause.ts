// How is the clause behind a rule read by people? In the language of the page, without codes.
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { citation } from './citation';
import { useLanguage } from './i18n';

const LIST = /\b2017 list, (\d+)/g;

/** Gives the clause behind a rule as people quote it: regulations, and the list of failings of 2017. */
export function useClause(): (clause: string) => string {
  const { t } = useTranslation();
  const language = useLanguage();
  return useCallback(
    (clause) => {
      const items = [...clause.matchAll(LIST)].map(([, item]) => t('submission.failings', { item }));
      return [citation(clause, language), ...items].filter((text) => text !== '').join(t('submission.semicolon')) || t('submission.formRule');
    },
    [t, language],
  );
}
