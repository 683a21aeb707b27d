//! A ZIP file in memory whose entries are stored as they are: photographs are compressed already, and the rest is small. As in
//! APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.16.

use needlework_chart::archive::ExportedFile;

/// Version that a reader needs: 2.0, for folders.
const VERSION: u16 = 20;
/// Names are UTF-8.
const FLAGS: u16 = 1 << 11;
/// 1 January 1980, the first day that the format knows: when something was taken stands in the files themselves.
const DAY: u16 = 0x21;

/// All files as one; `None` where they are larger than the format holds (4 GiB).
pub(super) fn zip_file(files: &[ExportedFile]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    let mut directory = Vec::new();
    for file in files {
        let offset = u32::try_from(body.len()).ok()?;
        let entry = entry(file)?;
        body.extend(0x0403_4b50_u32.to_le_bytes());
        body.extend(&entry);
        body.extend(file.name.as_bytes());
        body.extend_from_slice(&file.bytes);
        directory.extend(0x0201_4b50_u32.to_le_bytes());
        directory.extend(VERSION.to_le_bytes());
        directory.extend(&entry);
        // No comment, one disk, no attributes.
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(file.name.as_bytes());
    }
    let count = u16::try_from(files.len()).ok()?;
    let (size, place) = (directory.len(), body.len());
    body.append(&mut directory);
    body.extend(0x0605_4b50_u32.to_le_bytes());
    body.extend([0; 4]);
    body.extend(count.to_le_bytes());
    body.extend(count.to_le_bytes());
    body.extend(u32::try_from(size).ok()?.to_le_bytes());
    body.extend(u32::try_from(place).ok()?.to_le_bytes());
    body.extend([0; 2]);
    Some(body)
}

/// What both the entry and the directory say of a file.
fn entry(file: &ExportedFile) -> Option<Vec<u8>> {
    let size = u32::try_from(file.bytes.len()).ok()?;
    let mut entry = Vec::new();
    entry.extend(VERSION.to_le_bytes());
    entry.extend(FLAGS.to_le_bytes());
    // Stored; midnight.
    entry.extend([0; 4]);
    entry.extend(DAY.to_le_bytes());
    entry.extend(crc32fast::hash(&file.bytes).to_le_bytes());
    entry.extend(size.to_le_bytes());
    entry.extend(size.to_le_bytes());
    entry.extend(u16::try_from(file.name.len()).ok()?.to_le_bytes());
    // No extra field.
    entry.extend([0; 2]);
    Some(entry)
}
