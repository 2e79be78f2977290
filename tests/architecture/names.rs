//! Which paths does a source file name, and does it wait for anything?

use std::collections::BTreeMap;

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::visit::{self, Visit};

/// A path as the crate's root sees it: `crate::quotas::store`, `sea_orm::DbErr`, `std::fs`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name {
    /// The line that names it, from 1.
    pub(super) line: usize,
    /// Its segments; `super` and `self` are resolved, imported names are expanded.
    pub(super) segments: Vec<String>,
}

/// What a source file names outside its tests.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Each path once a line.
    pub(super) paths: Vec<Name>,
    /// Something in it is `async` or awaits.
    pub(super) is_async: bool,
}

/// Reads a source file that is the module `module` of its crate (`["quotas", "reserve"]`).
pub(super) fn read(module: &[&str], source: &str) -> syn::Result<Names> {
    let file = syn::parse_file(source)?;
    let mut reader = Reader {
        module: module.iter().map(ToString::to_string).collect(),
        aliases: BTreeMap::new(),
        names: Names::default(),
    };
    // Imports first, so that a path may be written above the import that it leans on.
    Imports(&mut reader).visit_file(&file);
    reader.visit_file(&file);
    reader.names.paths.sort();
    reader.names.paths.dedup();
    Ok(reader.names)
}

struct Reader {
    module: Vec<String>,
    aliases: BTreeMap<String, Vec<String>>,
    names: Names,
}

impl Reader {
    /// The path from the crate's root on, or from an outer crate's name.
    fn resolved(&self, segments: &[String]) -> Vec<String> {
        let mut module = self.module.clone();
        let mut rest = segments;
        match rest.first().map(String::as_str) {
            Some("crate") => module.clear(),
            Some("self") => {}
            Some("super") => {
                module.pop();
            }
            _ => return rest.to_vec(),
        }
        rest = &rest[1..];
        while rest.first().is_some_and(|segment| segment == "super") {
            module.pop();
            rest = &rest[1..];
        }
        let root = std::iter::once("crate".to_owned());
        root.chain(module).chain(rest.iter().cloned()).collect()
    }

    fn add(&mut self, segments: &[String], span: Span) {
        let expanded = match segments.split_first() {
            Some((first, rest)) if !rest.is_empty() && self.aliases.contains_key(first) => {
                self.aliases[first].iter().chain(rest).cloned().collect()
            }
            _ => self.resolved(segments),
        };
        let line = span.start().line;
        self.names.paths.push(Name { line, segments: expanded });
    }

    /// Every `a::b::c` and every `async` in tokens that syn does not parse (macros, attributes).
    fn scan(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut colons = 0;
        let mut start = Span::call_site();
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    if colons != 2 {
                        self.flush(&mut path, start);
                        start = ident.span();
                    }
                    self.names.is_async |= ident == "async" || ident == "await";
                    path.push(ident.to_string());
                    colons = 0;
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
                TokenTree::Group(group) => {
                    self.flush(&mut path, start);
                    self.scan(group.stream());
                    colons = 0;
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {
                    self.flush(&mut path, start);
                    colons = 0;
                }
            }
        }
        self.flush(&mut path, start);
    }

    fn flush(&mut self, path: &mut Vec<String>, span: Span) {
        if path.len() > 1 {
            self.add(path, span);
        }
        path.clear();
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if !is_test(item) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.module.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.module.pop();
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        for leaf in leaves(&item.tree) {
            self.add(&leaf.path, leaf.span);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> =
            path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if let Some(first) = path.segments.first() {
            self.add(&segments, first.ident.span());
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        self.visit_path(&item.path);
        self.scan(item.tokens.clone());
    }

    fn visit_meta_list(&mut self, list: &'ast syn::MetaList) {
        self.visit_path(&list.path);
        self.scan(list.tokens.clone());
    }

    fn visit_signature(&mut self, signature: &'ast syn::Signature) {
        self.names.is_async |= signature.asyncness.is_some();
        visit::visit_signature(self, signature);
    }

    fn visit_expr_async(&mut self, expression: &'ast syn::ExprAsync) {
        self.names.is_async = true;
        visit::visit_expr_async(self, expression);
    }

    fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
        self.names.is_async |= closure.asyncness.is_some();
        visit::visit_expr_closure(self, closure);
    }
}

/// Fills in what each imported name stands for.
struct Imports<'a>(&'a mut Reader);

impl<'ast> Visit<'ast> for Imports<'_> {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.0.module.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.0.module.pop();
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        for leaf in leaves(&item.tree) {
            let path = self.0.resolved(&leaf.path);
            if let Some(alias) = leaf.alias {
                self.0.aliases.insert(alias, path);
            }
        }
    }
}

struct Leaf {
    path: Vec<String>,
    alias: Option<String>,
    span: Span,
}

/// Each path of a `use` tree, with the name that it brings in.
fn leaves(tree: &syn::UseTree) -> Vec<Leaf> {
    match tree {
        syn::UseTree::Path(path) => leaves(&path.tree)
            .into_iter()
            .map(|mut leaf| {
                // `use a::{self}` brings in `a`.
                if leaf.path.first().is_some_and(|segment| segment == "self") {
                    leaf.path.clear();
                    leaf.alias.get_or_insert_with(|| path.ident.to_string());
                }
                leaf.path.insert(0, path.ident.to_string());
                leaf
            })
            .collect(),
        syn::UseTree::Group(group) => group.items.iter().flat_map(leaves).collect(),
        syn::UseTree::Name(name) => {
            let segment = name.ident.to_string();
            let alias = (segment != "self").then(|| segment.clone());
            vec![Leaf { path: vec![segment], alias, span: name.ident.span() }]
        }
        syn::UseTree::Rename(rename) => vec![Leaf {
            path: vec![rename.ident.to_string()],
            alias: Some(rename.rename.to_string()),
            span: rename.ident.span(),
        }],
        syn::UseTree::Glob(glob) => {
            let span = glob.star_token.spans[0];
            vec![Leaf { path: vec!["*".to_owned()], alias: None, span }]
        }
    }
}

/// Is the item compiled for tests only?
pub(super) fn is_test(item: &syn::Item) -> bool {
    let attributes = match item {
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Fn(item) => &item.attrs,
        syn::Item::Use(item) => &item.attrs,
        syn::Item::Impl(item) => &item.attrs,
        _ => return false,
    };
    attributes.iter().any(|attribute| {
        let is_cfg = attribute.path().is_ident("cfg");
        is_cfg && attribute.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("test"))
    })
}
