//! Files that are no rows: pictures, in a folder of this machine or in a bucket of an S3-compatible service.
//!
//! A file is written once under a random name and never changed, so that it may be kept by whoever fetched it.

use std::ops::Range;
use std::path::{Path as Folder, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use bytes::Bytes;
use futures_util::stream::BoxStream;
use futures_util::{StreamExt as _, TryStreamExt as _};
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{GetOptions, GetRange, ObjectStore, ObjectStoreExt as _, RetryConfig};

use super::config::{Config, Media};
use super::error::{Error, Result};

/// Where they lie in a bucket, which may hold other things too.
const BUCKET_FOLDER: &str = "media";
/// A bucket that does not answer for longer fails the request.
const BUCKET_PATIENCE: Duration = Duration::from_secs(30);
/// How often a bucket is asked again.
const BUCKET_RETRIES: usize = 3;

/// Where files are kept.
#[derive(Debug, Clone)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
    /// Where they lie in the store.
    place: Path,
    /// The folder, which is made with the first file; `None` where they lie in a bucket.
    folder: Option<PathBuf>,
}

/// A file's name and when it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The name.
    pub name: String,
    /// Seconds since 1970.
    pub written_at: i64,
}

impl Files {
    /// The files of a server with these settings. Nothing is made or asked yet.
    pub fn open(config: &Config) -> Result<Self> {
        if config.media.s3_bucket.is_empty() {
            let folder = config.media.folder.clone().unwrap_or_else(|| config.data_dir.join("media"));
            Self::in_folder(&folder)
        } else {
            Self::in_bucket(&config.media)
        }
    }

    fn in_folder(folder: &Folder) -> Result<Self> {
        let folder = std::path::absolute(folder).context("finding the folder of the pictures")?;
        let place = Path::from_absolute_path(&folder).context("finding the folder of the pictures")?;
        // What was answered with success is on the disk.
        let store = LocalFileSystem::new().with_fsync(true);
        Ok(Self { store: Arc::new(store), place, folder: Some(folder) })
    }

    fn in_bucket(media: &Media) -> Result<Self> {
        let retry = RetryConfig {
            max_retries: BUCKET_RETRIES,
            retry_timeout: BUCKET_PATIENCE,
            ..RetryConfig::default()
        };
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&media.s3_bucket)
            .with_region(&media.s3_region)
            .with_access_key_id(&media.s3_key_id)
            .with_secret_access_key(&media.s3_secret)
            .with_retry(retry)
            // Not every compatible service can delete several at once.
            .with_disable_bulk_delete(true);
        if !media.s3_endpoint.is_empty() {
            let is_plain = media.s3_endpoint.starts_with("http://");
            builder = builder.with_endpoint(&media.s3_endpoint).with_allow_http(is_plain);
        }
        let store = builder.build().context("setting up the bucket of the pictures")?;
        Ok(Self { store: Arc::new(store), place: Path::from(BUCKET_FOLDER), folder: None })
    }

    /// Writes a file. It is there whole or not at all.
    pub async fn put(&self, name: &str, bytes: Bytes) -> Result<()> {
        if let Some(folder) = &self.folder {
            let mut builder = tokio::fs::DirBuilder::new();
            let made = builder.recursive(true).mode(0o700).create(folder).await;
            made.with_context(|| format!("making the folder {}", folder.display()))?;
        }
        self.store.put(&self.path(name), bytes.into()).await.context("writing a file")?;
        Ok(())
    }

    /// The bytes of a file in this range.
    ///
    /// # Errors
    /// `NotFound` where there is no such file.
    pub async fn get(
        &self,
        name: &str,
        range: Range<u64>,
    ) -> Result<BoxStream<'static, std::io::Result<Bytes>>> {
        let options = GetOptions::new().with_range(Some(GetRange::Bounded(range)));
        match self.store.get_opts(&self.path(name), options).await {
            Ok(found) => Ok(found.into_stream().map_err(std::io::Error::other).boxed()),
            Err(object_store::Error::NotFound { .. }) => Err(Error::NotFound("a file")),
            Err(error) => Err(anyhow::Error::new(error).context("reading a file").into()),
        }
    }

    /// Removes a file; one that is not there is no error.
    pub async fn delete(&self, name: &str) -> Result<()> {
        match self.store.delete(&self.path(name)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(anyhow::Error::new(error).context("removing a file").into()),
        }
    }

    /// Calls `each` with all files, some at a time.
    pub async fn walk<F>(&self, some: usize, mut each: impl FnMut(Vec<Entry>) -> F) -> Result<()>
    where
        F: Future<Output = Result<()>>,
    {
        let mut pages = self.store.list(Some(&self.place)).try_chunks(some);
        while let Some(page) = pages.next().await {
            let page = page.map_err(|error| anyhow::Error::new(error.1).context("listing files"))?;
            let entry = |found: object_store::ObjectMeta| {
                let name = found.location.filename()?.to_owned();
                Some(Entry { name, written_at: found.last_modified.timestamp() })
            };
            each(page.into_iter().filter_map(entry).collect()).await?;
        }
        Ok(())
    }

    fn path(&self, name: &str) -> Path {
        self.place.clone().join(name)
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    async fn read(files: &Files, name: &str, range: Range<u64>) -> Vec<u8> {
        let bytes: Vec<Bytes> = files.get(name, range).await.unwrap().try_collect().await.unwrap();
        bytes.concat()
    }

    #[tokio::test]
    async fn a_file_is_written_read_in_part_listed_and_removed_twice() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("a folder").join("媒体");
        let files = Files::in_folder(&folder).unwrap();
        assert!(!folder.exists(), "nothing is made before it is needed");
        files.put("one.jpg", Bytes::from_static(b"0123456789")).await.unwrap();
        assert_eq!(std::fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
        assert_eq!(read(&files, "one.jpg", 0..10).await, b"0123456789");
        assert_eq!(read(&files, "one.jpg", 3..5).await, b"34");
        let mut seen = Vec::new();
        files
            .walk(10, |page| {
                seen.extend(page.into_iter().map(|entry| entry.name));
                async { Ok(()) }
            })
            .await
            .unwrap();
        assert_eq!(seen, ["one.jpg"]);
        files.delete("one.jpg").await.unwrap();
        files.delete("one.jpg").await.unwrap();
        assert!(matches!(files.get("one.jpg", 0..1).await, Err(Error::NotFound(_))));
    }

    #[tokio::test]
    async fn a_name_never_leads_out_of_the_folder() {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("secret"), "x").unwrap();
        let files = Files::in_folder(&home.path().join("media")).unwrap();
        for name in ["../secret", "..", "%2e%2e/secret", "a/../../secret"] {
            assert!(files.get(name, 0..1).await.is_err(), "{name}");
        }
    }
}
