//! How people name a form: by its 表号, its title or its identifier.

use tongbao_returns::domain::Form;
use tongbao_returns::nearest::nearest_names;

/// By 表号, title or identifier.
pub(super) fn form_of_name<'forms>(name: &str, forms: &'forms [Form]) -> Option<&'forms Form> {
    let is_meant = |form: &&Form| [form.code.as_str(), form.title.as_str(), form.id.as_str()].contains(&name.trim());
    forms.iter().find(is_meant)
}

/// Names of forms that come near.
pub(super) fn nearest_forms<'forms>(name: &str, forms: &'forms [Form]) -> Vec<&'forms str> {
    nearest_names(name, forms.iter().flat_map(|form| [form.code.as_str(), form.title.as_str(), form.id.as_str()]))
}
