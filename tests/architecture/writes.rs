//! Does anybody have something computed while he holds the records? On SQLite all others wait for him, and on
//! PostgreSQL those who want the same rows.
//!
//! A file is read by itself: of what it calls in another file nothing is known here.

use std::collections::BTreeSet;

use syn::visit::{self, Visit};

use super::names::is_test;

/// What hands work to a thread for computing.
const COMPUTES: &str = "spawn_blocking";
/// What is held while it is written.
const HELD: &str = "WriteTx";

/// The functions of a file that have something computed between `begin_write` and `commit`, or with a transaction of
/// their caller's, by line and name.
pub(super) fn computing_while_writing(source: &str) -> syn::Result<Vec<(usize, String)>> {
    let mut file = Functions::default();
    file.visit_file(&syn::parse_file(source)?);
    let mut computing = BTreeSet::from([COMPUTES.to_owned()]);
    loop {
        let calls = |one: &&Function| one.calls.iter().any(|call| computing.contains(call));
        let more: Vec<String> = file.found.iter().filter(calls).map(Function::called).collect();
        let known = computing.len();
        computing.extend(more);
        if computing.len() == known {
            break;
        }
    }
    let breaks = |one: &&Function| {
        let mut writes = one.is_handed_one;
        one.calls.iter().any(|call| {
            match call.as_str() {
                "begin_write" => writes = true,
                "commit" => writes = false,
                _ => {}
            }
            writes && computing.contains(call)
        })
    };
    let found = file.found.iter().filter(breaks);
    Ok(found.map(|one| (one.line, one.name.clone())).collect())
}

/// How a function is called: by its name alone, or by that of its type and its own.
fn as_called(owner: Option<&str>, name: &str) -> String {
    owner.map_or_else(|| name.to_owned(), |owner| format!("{owner}::{name}"))
}

/// The name of a type, without the ways to it.
fn name_of(of: &syn::Type) -> Option<String> {
    match of {
        syn::Type::Path(of) => of.path.segments.last().map(|last| last.ident.to_string()),
        syn::Type::Reference(of) => name_of(&of.elem),
        _ => None,
    }
}

/// A function of a file.
struct Function {
    /// The type whose it is.
    owner: Option<String>,
    name: String,
    line: usize,
    /// Whether its caller hands it a transaction that writes.
    is_handed_one: bool,
    /// What it calls of its own file, and what begins, ends or computes, in their order.
    calls: Vec<String>,
}

impl Function {
    fn called(&self) -> String {
        as_called(self.owner.as_deref(), &self.name)
    }
}

/// The functions of a file outside its tests.
#[derive(Default)]
struct Functions {
    found: Vec<Function>,
    /// The type whose functions are being read.
    owner: Option<String>,
}

impl Functions {
    fn add(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let mut names = Idents::default();
        names.visit_signature(signature);
        let mut body = Calls { owner: self.owner.clone(), names: Vec::new() };
        body.visit_block(block);
        self.found.push(Function {
            owner: self.owner.clone(),
            name: signature.ident.to_string(),
            line: signature.ident.span().start().line,
            is_handed_one: names.0.contains(HELD),
            calls: body.names,
        });
    }
}

impl<'ast> Visit<'ast> for Functions {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if !is_test(item) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.add(&item.sig, &item.block);
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        self.owner = name_of(&item.self_ty);
        visit::visit_item_impl(self, item);
        self.owner = None;
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.add(&item.sig, &item.block);
    }
}

/// Every name of a signature.
#[derive(Default)]
struct Idents(BTreeSet<String>);

impl<'ast> Visit<'ast> for Idents {
    fn visit_ident(&mut self, ident: &'ast syn::Ident) {
        self.0.insert(ident.to_string());
    }
}

/// What a body calls, an argument before what takes it.
struct Calls {
    /// The type whose body it is: what `Self` and `self` stand for.
    owner: Option<String>,
    names: Vec<String>,
}

impl Calls {
    fn own(&self, name: &str) -> String {
        as_called(self.owner.as_deref(), name)
    }
}

impl<'ast> Visit<'ast> for Calls {
    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        visit::visit_expr_call(self, call);
        let syn::Expr::Path(called) = call.func.as_ref() else { return };
        let segments: Vec<String> =
            called.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let name = match segments.as_slice() {
            [name] => name.clone(),
            [.., name] if name == COMPUTES => name.clone(),
            [owner, name] if owner == "Self" => self.own(name),
            [.., owner, name] => as_called(Some(owner.as_str()), name),
            [] => return,
        };
        self.names.push(name);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        visit::visit_expr_method_call(self, call);
        let name = call.method.to_string();
        let receiver = call.receiver.as_ref();
        let is_own = matches!(receiver, syn::Expr::Path(owner) if owner.path.is_ident("self"));
        if ["begin_write", "commit"].contains(&name.as_str()) {
            self.names.push(name);
        } else if is_own {
            self.names.push(self.own(&name));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(source: &str) -> Vec<String> {
        let found = computing_while_writing(source).unwrap();
        found.into_iter().map(|(_, name)| name).collect()
    }

    #[test]
    fn computing_between_begin_and_commit_is_found_however_deep() {
        let deep = "
            async fn solved() { tokio::task::spawn_blocking(f).await }
            async fn by_way() { solved().await }
            async fn keep(app: &App) {
                let tx = app.database.begin_write().await?;
                let found = by_way().await?;
                tx.commit().await
            }
            impl Source {
                async fn cleared(&self, tx: &WriteTx) { Self::run(tx).await }
                async fn run() { solved().await }
            }
            impl Drafted<'_> {
                async fn at() -> Self { Self::of(&self).await }
                async fn of(&self) -> Self { self.made().await }
                async fn made(&self) -> Self { Source::run().await }
            }
            async fn begin(app: &App) {
                let tx = app.database.begin_write().await?;
                let drafted = Drafted::at().await?;
                tx.commit().await
            }
            async fn hold(tx: &WriteTx) { super::begin::Drafted::<'_>::at().await }";
        assert_eq!(found(deep), ["keep", "cleared", "begin", "hold"]);
    }

    #[test]
    fn computing_before_or_after_is_lawful() {
        let lawful = "
            async fn solved() { tokio::task::spawn_blocking(f).await }
            async fn keep(app: &App) {
                let found = solved().await?;
                let tx = app.database.begin_write().await?;
                store::solved(&tx, found).await?;
                tx.commit().await?;
                solved().await
            }
            impl Drafted { async fn at() -> Self { solved().await } }
            async fn looked(tx: &WriteTx) { Look::at(tx).await?; at(tx).await }
            #[cfg(test)] mod tests { async fn t(tx: &WriteTx) { solved().await } }";
        assert_eq!(found(lawful), [""; 0]);
    }
}
