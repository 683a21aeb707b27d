//! The table for research as Apache Parquet: a type for every column, and what it means in the key-value metadata.

use std::sync::Arc;

use parquet::basic::{LogicalType, Repetition, Type as PhysicalType};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;

use super::columns::{ColumnKind, RESEARCH_COLUMNS, ResearchColumn};
use super::table::{ResearchTable, Value, research_dictionary};

/// Name of the table in its schema.
const SCHEMA: &str = "needlework_research";
/// Key of the metadata under which the meaning of the columns stands, as CSV.
const DICTIONARY: &str = "needlework.columns";

impl ResearchTable {
    /// The table as a Parquet file. What is withheld or was never given is null. The meaning of the columns stands in its key-value
    /// metadata under `needlework.columns`.
    ///
    /// # Errors
    /// When the writer of Parquet refuses, which values of the kinds of their columns rule out.
    pub fn parquet(&self) -> Result<Vec<u8>, ParquetError> {
        let dictionary =
            research_dictionary().map_err(|error| ParquetError::External(error.into()))?;
        let meaning = KeyValue::new(DICTIONARY.to_owned(), dictionary);
        let properties = WriterProperties::builder()
            .set_key_value_metadata(Some(vec![meaning]))
            .build();
        let schema = Arc::new(schema()?);
        let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties))?;
        if !self.lines().is_empty() {
            let mut rows = writer.next_row_group()?;
            for (at, column) in RESEARCH_COLUMNS.iter().enumerate() {
                let lines = self.lines().iter();
                let values: Vec<&Value> = lines.filter_map(|line| line.get(at)).collect();
                let mut to = rows
                    .next_column()?
                    .ok_or_else(|| ParquetError::General(column.name.to_owned()))?;
                write_column(&mut to, column, &values)?;
                to.close()?;
            }
            rows.close()?;
        }
        writer.into_inner()
    }
}

fn schema() -> Result<Type, ParquetError> {
    let columns = RESEARCH_COLUMNS.iter().map(|column| {
        let (physical, logical) = match column.kind {
            ColumnKind::Text => (PhysicalType::BYTE_ARRAY, Some(LogicalType::String)),
            ColumnKind::Whole => (PhysicalType::INT32, None),
            ColumnKind::Number => (PhysicalType::DOUBLE, None),
            ColumnKind::Flag => (PhysicalType::BOOLEAN, None),
        };
        let repetition = if column.is_optional {
            Repetition::OPTIONAL
        } else {
            Repetition::REQUIRED
        };
        let column = Type::primitive_type_builder(column.name, physical)
            .with_repetition(repetition)
            .with_logical_type(logical);
        Ok(Arc::new(column.build()?))
    });
    Type::group_type_builder(SCHEMA)
        .with_fields(columns.collect::<Result<_, ParquetError>>()?)
        .build()
}

fn write_column(
    to: &mut SerializedColumnWriter<'_>,
    column: &ResearchColumn,
    values: &[&Value],
) -> Result<(), ParquetError> {
    match column.kind {
        ColumnKind::Text => write::<ByteArrayType>(to, column, values, |value| match value {
            Value::Text(text) => Some(ByteArray::from(text.as_str())),
            _ => None,
        }),
        ColumnKind::Whole => write::<Int32Type>(to, column, values, |value| match value {
            Value::Whole(number) => Some(*number),
            _ => None,
        }),
        ColumnKind::Number => write::<DoubleType>(to, column, values, |value| match value {
            Value::Number(number) => Some(*number),
            _ => None,
        }),
        ColumnKind::Flag => write::<BoolType>(to, column, values, |value| match value {
            Value::Flag(flag) => Some(*flag),
            _ => None,
        }),
    }
}

/// Writes the values of a column; those that are missing by a level of zero and without a value.
fn write<Kind: DataType>(
    to: &mut SerializedColumnWriter<'_>,
    column: &ResearchColumn,
    values: &[&Value],
    value_of: impl Fn(&Value) -> Option<Kind::T>,
) -> Result<(), ParquetError> {
    let told: Vec<Option<Kind::T>> = values.iter().map(|value| value_of(value)).collect();
    let levels: Vec<i16> = told.iter().map(|one| i16::from(one.is_some())).collect();
    let told: Vec<Kind::T> = told.into_iter().flatten().collect();
    let levels = column.is_optional.then_some(levels.as_slice());
    to.typed::<Kind>().write_batch(&told, levels, None)?;
    Ok(())
}
