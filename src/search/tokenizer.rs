//! How does the tantivy index come by the tokens of [`Analyzer`]?

use super::analysis::{Analyzer, HanTokens};
use std::sync::Arc;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// The analyzer as a tokenizer of tantivy; clones share one dictionary.
#[derive(Clone, Debug)]
pub(super) struct AnalyzerTokenizer {
    analyzer: Arc<Analyzer>,
    han: HanTokens,
}

impl AnalyzerTokenizer {
    /// A tokenizer that gives the wanted kind of tokens for Han text.
    pub(super) fn new(analyzer: Arc<Analyzer>, han: HanTokens) -> Self {
        Self { analyzer, han }
    }
}

impl Tokenizer for AnalyzerTokenizer {
    type TokenStream<'a> = AnalyzedTokens;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> AnalyzedTokens {
        let mut tokens = Vec::new();
        self.analyzer.each_token(text, self.han, &mut |token| {
            tokens.push(Token {
                offset_from: token.range.start,
                offset_to: token.range.end,
                position: token.position,
                text: token.text.to_owned(),
                position_length: token.width,
            });
        });
        AnalyzedTokens { tokens: tokens.into_iter(), current: Token::default() }
    }
}

/// The tokens of one text, one after the other.
#[derive(Debug)]
pub(super) struct AnalyzedTokens {
    tokens: std::vec::IntoIter<Token>,
    current: Token,
}

impl TokenStream for AnalyzedTokens {
    fn advance(&mut self) -> bool {
        self.tokens.next().is_some_and(|token| {
            self.current = token;
            true
        })
    }

    fn token(&self) -> &Token {
        &self.current
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.current
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_gives_the_tokens_of_the_analyzer() {
        let analyzer = Arc::new(Analyzer::new());
        let text = "机器学习 for 機器人 robots";
        let expected: Vec<_> = analyzer
            .tokens(text, HanTokens::WordsAndBigrams)
            .into_iter()
            .map(|token| (token.text, token.range.start, token.range.end, token.position))
            .collect();
        let mut tokenizer = AnalyzerTokenizer::new(analyzer, HanTokens::WordsAndBigrams);
        let mut stream = tokenizer.token_stream(text);
        let mut got = Vec::new();
        while stream.advance() {
            let token = stream.token();
            got.push((token.text.clone(), token.offset_from, token.offset_to, token.position));
        }
        assert_eq!(got, expected);
        assert!(got.iter().any(|(text, ..)| text == "robot"));
    }
}
