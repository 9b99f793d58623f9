//! Rows of any table as lists of JSON values, and back.

use anyhow::{Context as _, anyhow, bail};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ArrayType, IntoIden as _, OnConflict, ValueTuple, sea_value_to_json_value};
use sea_orm::{ActiveModelTrait, Identity, Iterable as _};
use serde_json::Value as Json;

use super::BATCH;
use super::file::{Line, Writer};
use crate::base::error::Result;
use crate::store::tx::failed;
use crate::store::{Conn, Tx};

/// Writes the columns of a table and its rows in the order of their keys, some at a time.
pub async fn write<E>(name: &str, conn: &impl Conn, out: &mut Writer) -> Result<()>
where
    E: EntityTrait,
    E::Model: Sync,
{
    let columns: Vec<E::Column> = E::Column::iter().collect();
    let names = columns.iter().map(|column| column.as_str().to_owned()).collect();
    out.line(&Line::Table { table: name.to_owned(), columns: names })?;
    let key: Vec<E::Column> = E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column).collect();
    let order = || Identity::Many(key.iter().map(|column| column.into_iden()).collect());
    let mut last: Option<Vec<Value>> = None;
    loop {
        let mut page = E::find().cursor_by(order());
        if let Some(last) = last.take() {
            page.after(ValueTuple::Many(last));
        }
        let rows = page.first(BATCH).all(conn).await.map_err(failed("reading rows for a backup"))?;
        for row in &rows {
            let values = columns.iter().map(|column| sea_value_to_json_value(&row.get(*column)));
            out.line(&Line::Row(values.collect()))?;
        }
        match rows.last() {
            Some(row) => last = Some(key.iter().map(|column| row.get(*column)).collect()),
            None => return Ok(()),
        }
    }
}

/// Removes all rows of a table.
pub async fn clear<E: EntityTrait>(tx: &Tx) -> Result<()> {
    E::delete_many().exec(&**tx).await.map_err(failed("clearing a table for a restore"))?;
    Ok(())
}

/// Inserts rows whose values stand in the order of `names`; where `only_missing` is set, those that are not there.
pub async fn insert<E>(tx: &Tx, names: &[String], rows: &[Vec<Json>], only_missing: bool) -> Result<()>
where
    E: EntityTrait,
    E::ActiveModel: ActiveModelTrait<Entity = E> + Send,
{
    let columns = names.iter().map(|name| find_column::<E>(name)).collect::<anyhow::Result<Vec<_>>>()?;
    let models = rows.iter().map(|row| model::<E>(&columns, row)).collect::<anyhow::Result<Vec<_>>>()?;
    let mut insert = E::insert_many(models);
    if only_missing {
        insert = insert.on_conflict(OnConflict::new().do_nothing().to_owned());
    }
    insert
        .exec_without_returning(&**tx)
        .await
        .map_err(|error| anyhow::Error::new(error).context("inserting rows of the backup"))?;
    Ok(())
}

fn find_column<E: EntityTrait>(name: &str) -> anyhow::Result<E::Column> {
    let found = E::Column::iter().find(|column| column.as_str() == name);
    found.ok_or_else(|| anyhow!("the backup is damaged: there is no column {name}"))
}

fn model<E>(columns: &[E::Column], row: &[Json]) -> anyhow::Result<E::ActiveModel>
where
    E: EntityTrait,
    E::ActiveModel: ActiveModelTrait<Entity = E>,
{
    if columns.len() != row.len() {
        bail!("the backup is damaged: a row has {} values instead of {}", row.len(), columns.len());
    }
    let mut model = <E::ActiveModel as ActiveModelTrait>::default();
    for (column, json) in columns.iter().zip(row) {
        let kind = E::Model::get_value_type(*column);
        let name = column.as_str();
        let read = value(&kind, json).and_then(|value| Ok(model.try_set(*column, value)?));
        read.with_context(|| format!("the backup is damaged: column {name}"))?;
    }
    Ok(model)
}

/// A value as the database takes it: no value has a type of its own there.
fn value(kind: &ArrayType, json: &Json) -> anyhow::Result<Value> {
    let value = if *kind == ArrayType::BigInt {
        Value::BigInt(serde_json::from_value(json.clone())?)
    } else if *kind == ArrayType::Int {
        Value::Int(serde_json::from_value(json.clone())?)
    } else if *kind == ArrayType::Bool {
        Value::Bool(serde_json::from_value(json.clone())?)
    } else if *kind == ArrayType::String {
        Value::String(serde_json::from_value(json.clone())?)
    } else {
        bail!("a value of a kind that backups do not know");
    };
    Ok(value)
}
