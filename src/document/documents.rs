//! The documents of a run, and their ids.

use super::Document;
use std::ops::Index;

/// Names one document of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocId {
    /// A localized document that is linted, or that is read only as context of the linted ones.
    Linted(u32),
    /// A version of a source file that linted documents are compared with.
    Source(u32),
    /// A localized document that should exist and does not.
    Absent(u32),
    /// A file that a change is judged by, and that is not linted.
    Changed(u32),
}

impl DocId {
    /// The localized document at a position.
    pub fn linted(position: usize) -> Self {
        Self::Linted(u32::try_from(position).unwrap_or(u32::MAX))
    }

    /// The position among the localized documents; `None` for other documents.
    pub fn linted_position(self) -> Option<usize> {
        match self {
            Self::Linted(position) => Some(position as usize),
            Self::Source(_) | Self::Absent(_) | Self::Changed(_) => None,
        }
    }
}

/// The documents of a run.
#[derive(Debug, Default)]
pub struct Documents {
    /// The linted documents and those that are read only as context, in the order of their names.
    pub linted: Vec<Document>,
    /// The versions of source files that they are compared with.
    pub sources: Vec<Document>,
    /// An empty document for each one that should exist and does not.
    pub absent: Vec<Document>,
    /// The other files that a change is judged by: documents that it removed, settings, baselines.
    pub changed: Vec<Document>,
}

impl Documents {
    /// The linted documents, without their context.
    pub fn given(&self) -> impl Iterator<Item = &Document> {
        self.linted.iter().filter(|document| !document.is_context)
    }

    /// Their ids.
    pub fn given_ids(&self) -> impl Iterator<Item = DocId> {
        self.linted().filter(|(_, document)| !document.is_context).map(|(doc, _)| doc)
    }

    /// The linted documents and their context, with their ids.
    pub fn linted(&self) -> impl Iterator<Item = (DocId, &Document)> {
        self.linted.iter().enumerate().map(|(position, document)| (DocId::linted(position), document))
    }

    /// The absent documents with their ids.
    pub fn absent(&self) -> impl Iterator<Item = (DocId, &Document)> {
        (0..).map(DocId::Absent).zip(&self.absent)
    }

    /// The documents that findings are about, with their ids, and the context of the linted ones.
    pub fn with_findings(&self) -> impl Iterator<Item = (DocId, &Document)> {
        self.linted().chain(self.absent()).chain((0..).map(DocId::Changed).zip(&self.changed))
    }
}

impl Index<DocId> for Documents {
    type Output = Document;

    fn index(&self, id: DocId) -> &Document {
        match id {
            DocId::Linted(position) => &self.linted[position as usize],
            DocId::Source(position) => &self.sources[position as usize],
            DocId::Absent(position) => &self.absent[position as usize],
            DocId::Changed(position) => &self.changed[position as usize],
        }
    }
}
