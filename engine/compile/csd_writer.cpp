// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/compile/csd_writer.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStringList>
#include <QTemporaryDir>
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <map>
#include <optional>
#include <sndfile.h>
#include <string_view>
#include <unistd.h>

#include "engine/compile/csound_text.h"
#include "engine/orchestra/tokenizer.h"
#include "engine/sound/folder_sync.h"

namespace stria {

namespace {

/// Values that fit in one `ftgen`.
constexpr std::size_t chunkSize = 1990;

tl::unexpected<Diagnostic> unwritable(const QString& path, const QString& reason) {
    return failure(ErrorCode::FileUnwritable, "The file " + path.toStdString() +
                                                  " cannot be written: " + reason.toStdString() +
                                                  ".");
}

/// QSaveFile takes no notice of an fsync that fails, and syncs no folder.
Expected<void> commitSynced(QSaveFile& file) {
    FolderSync folder(QFile::encodeName(QFileInfo(file.fileName()).absolutePath()).toStdString());
    if (folder.error() != 0)
        return unwritable(file.fileName(), QString::fromLocal8Bit(std::strerror(folder.error())));
    if (!file.flush())
        return unwritable(file.fileName(), file.errorString());
    if (::fsync(file.handle()) != 0)
        return unwritable(file.fileName(), QString::fromLocal8Bit(std::strerror(errno)));
    if (!file.commit())
        return unwritable(file.fileName(), file.errorString());
    return folder.sync(file.fileName().toStdString());
}

Expected<void> writeWhole(const QString& path, const char* bytes, std::size_t count) {
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) ||
        file.write(bytes, static_cast<qint64>(count)) != static_cast<qint64>(count))
        return unwritable(path, file.errorString());
    return commitSynced(file);
}

/// A sound file in memory, for libsndfile.
struct MemoryFile {
    std::vector<char> bytes;
    std::size_t position = 0;

    static MemoryFile& of(void* user) { return *static_cast<MemoryFile*>(user); }
    static sf_count_t length(void* user) { return static_cast<sf_count_t>(of(user).bytes.size()); }
    static sf_count_t seek(sf_count_t offset, int whence, void* user) {
        MemoryFile& file = of(user);
        const sf_count_t base = whence == SEEK_SET   ? 0
                                : whence == SEEK_CUR ? static_cast<sf_count_t>(file.position)
                                                     : length(user);
        file.position = static_cast<std::size_t>(std::max<sf_count_t>(0, base + offset));
        return static_cast<sf_count_t>(file.position);
    }
    static sf_count_t read(void* to, sf_count_t count, void* user) {
        MemoryFile& file = of(user);
        const std::size_t left = file.bytes.size() - std::min(file.position, file.bytes.size());
        const std::size_t some = std::min(left, static_cast<std::size_t>(count));
        std::memcpy(to, file.bytes.data() + file.position, some);
        file.position += some;
        return static_cast<sf_count_t>(some);
    }
    static sf_count_t write(const void* from, sf_count_t count, void* user) {
        MemoryFile& file = of(user);
        const auto some = static_cast<std::size_t>(count);
        if (file.bytes.size() < file.position + some)
            file.bytes.resize(file.position + some);
        std::memcpy(file.bytes.data() + file.position, from, some);
        file.position += some;
        return count;
    }
    static sf_count_t tell(void* user) { return static_cast<sf_count_t>(of(user).position); }
};

/// The statement that reads an asset, made one that needs no file.
std::string inlineData(std::string_view line, const CsdAsset& asset) {
    const std::size_t begin = line.find_first_not_of(' ');
    const std::string indent(line.substr(0, begin));
    const std::string name(line.substr(begin, line.find(' ', begin) - begin));
    const std::vector<double>& data = *asset.data;
    const std::string table = std::to_string(asset.table);
    std::string text =
        indent + name + " ftgen " + table + ", 0, -" + std::to_string(data.size()) + ", -2, 0";
    for (std::size_t at = 0; at < data.size(); at += chunkSize) {
        const std::size_t count = std::min(chunkSize, data.size() - at);
        text += "\n" + indent + "i_chunk ftgen 0, 0, -" + std::to_string(count) + ", -2";
        for (std::size_t i = at; i < at + count; ++i) {
            text += ", ";
            csound_text::append(text, data[i]);
        }
        text += "\n" + indent + "vcopy_i " + table + ", i_chunk, " + std::to_string(count) + ", " +
                std::to_string(at) + "\n" + indent + "ftfree i_chunk, 0";
    }
    return text;
}

std::string orchestraWithDataInside(const CsdDocument& document) {
    std::map<int, const CsdAsset*> byLine;
    for (const CsdAsset& asset : document.assets)
        if (asset.data)
            byLine.emplace(asset.line, &asset);
    const std::string text =
        document.orchestraText([](const CsdAsset& asset) { return asset.sourcePath; });
    if (byLine.empty())
        return text;
    std::string out;
    std::string_view rest = text;
    for (int line = 1; !rest.empty(); ++line) {
        const std::size_t end = rest.find('\n');
        const auto asset = byLine.find(line);
        if (asset == byLine.end())
            out += rest.substr(0, end);
        else
            out += inlineData(rest.substr(0, end), *asset->second);
        out += '\n';
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
    return out;
}

/// Score comments go through Csound's macro reader: leave out what means something to it.
std::string scoreComment(const std::string& text) {
    std::string out = csound_text::comment(text);
    for (char& c : out)
        if (std::string_view("$#[]{}\\@*\"~").find(c) != std::string_view::npos)
            c = ' ';
    return out;
}

void appendScore(std::string& text, const CsdDocument& document) {
    for (const CsdNote& note : document.notes) {
        text += 'i';
        for (const double field : note.pfields) {
            text += ' ';
            csound_text::append(text, field);
        }
        if (document.noteComment)
            text += " ; " + scoreComment(document.noteComment(note));
        text += '\n';
    }
    text += "f 0 ";
    csound_text::append(text, std::max(document.scoreEnd + document.tail, document.cutTime));
    text += "\ne\n";
}

/// Csound reads the options of a CSD word by word: a macro whose text has blanks is defined in the
/// section that uses it. Empty for any other option.
std::string definitionInstead(const std::string& option, std::string_view flag) {
    const std::size_t equals = option.find('=');
    if (!option.starts_with(flag) || equals == std::string::npos ||
        option.find_first_of(" \t") == std::string::npos)
        return {};
    std::string text;
    for (const char c : option.substr(equals + 1))
        text += c == '#' ? std::string("\\#") : std::string(1, c);
    return "#define " + option.substr(flag.size(), equals - flag.size()) + " #" + text + "#\n";
}

std::string assemble(const CsdDocument& document, const std::string& orchestra,
                     const std::string& outputName) {
    std::string text = "<CsoundSynthesizer>\n<CsOptions>\n-d -W -f -o " + outputName + "\n";
    std::string orchestraMacros, scoreMacros;
    for (const std::string& option : document.options) {
        const std::string inOrchestra = definitionInstead(option, "--omacro:");
        const std::string inScore = definitionInstead(option, "--smacro:");
        orchestraMacros += inOrchestra;
        scoreMacros += inScore;
        if (inOrchestra.empty() && inScore.empty())
            text += option + "\n";
    }
    text += "</CsOptions>\n<CsInstruments>\n" + orchestraMacros + orchestra;
    text += "</CsInstruments>\n<CsScore>\n" + scoreMacros;
    appendScore(text, document);
    text += "</CsScore>\n</CsoundSynthesizer>\n";
    return text;
}

/// Csound takes no notice of the mark in comments and texts; elsewhere, in a macro or in code that
/// an #ifdef leaves out, it would leave out what follows, without a word.
Expected<void> checkWhole(std::string_view orchestra, const SourceMap& sourceMap) {
    constexpr std::string_view mark = "</CsInstruments>";
    if (orchestra.find(mark) == std::string_view::npos)
        return {};
    const std::vector<Token> tokens = tokenize(orchestra);
    int line = 1;
    for (std::size_t begin = 0; begin < orchestra.size(); ++line) {
        const std::size_t word = orchestra.find_first_not_of(" \t\r", begin);
        if (word != std::string_view::npos && orchestra.substr(word).starts_with(mark)) {
            const auto next = std::upper_bound(
                tokens.begin(), tokens.end(), word,
                [](std::size_t at, const Token& token) { return at < token.begin; });
            const TokenKind kind = std::prev(next)->kind;
            if (kind != TokenKind::BlockComment && kind != TokenKind::RawString &&
                kind != TokenKind::String)
                return failure(ErrorCode::SyntaxError,
                               "A line that begins with </CsInstruments> would end the orchestra "
                               "of the CSD there. Change this line.",
                               sourceMap.placeOf(line));
        }
        begin = std::min(orchestra.find('\n', begin), orchestra.size() - 1) + 1;
    }
    return {};
}

bool isSameFile(const QString& a, const QString& b) {
    const QString canonical = QFileInfo(a).canonicalFilePath();
    return !canonical.isEmpty() && canonical == QFileInfo(b).canonicalFilePath();
}

/// Each takes the place of the one that had its name.
Expected<void> moveFiles(const QString& from, const QStringList& names, const QString& to) {
    FolderSync folder(QFile::encodeName(to).toStdString());
    if (folder.error() != 0)
        return unwritable(to, QString::fromLocal8Bit(std::strerror(folder.error())));
    for (const QString& name : names)
        if (std::rename(QFile::encodeName(from + '/' + name).constData(),
                        QFile::encodeName(to + '/' + name).constData()) != 0)
            return unwritable(to + '/' + name, QString::fromLocal8Bit(std::strerror(errno)));
    return folder.sync(to.toStdString());
}

tl::unexpected<Diagnostic> writingCancelled() {
    return failure(ErrorCode::Cancelled, "Writing the CSD was cancelled.");
}

Expected<void> copyFile(const QString& from, const QString& to, const std::function<bool()>& stop) {
    QFile source(from);
    if (!source.open(QIODevice::ReadOnly))
        return failure(ErrorCode::FileUnreadable,
                       "The sound file " + from.toStdString() +
                           " cannot be read: " + source.errorString().toStdString() + ".");
    QSaveFile copy(to);
    if (!copy.open(QIODevice::WriteOnly))
        return unwritable(to, copy.errorString());
    constexpr qint64 blockSize = 1 << 20;
    for (qint64 left = source.size(); left > 0;) {
        const QByteArray block = source.read(std::min(left, blockSize));
        if (block.isEmpty())
            return failure(ErrorCode::FileUnreadable,
                           "The sound file " + from.toStdString() + " cannot be read to its end: " +
                               (source.error() == QFileDevice::NoError
                                    ? std::string("it became shorter meanwhile")
                                    : source.errorString().toStdString()) +
                               ".");
        if (copy.write(block) != block.size())
            return unwritable(to, copy.errorString());
        left -= block.size();
        if (stop && stop())
            return writingCancelled();
    }
    return commitSynced(copy);
}

} // namespace

Expected<void> writeAssetData(const CsdAsset& asset, const std::string& path) {
    MemoryFile memory;
    SF_VIRTUAL_IO access{&MemoryFile::length, &MemoryFile::seek, &MemoryFile::read,
                         &MemoryFile::write, &MemoryFile::tell};
    SF_INFO info{};
    info.channels = asset.channels;
    info.samplerate = static_cast<int>(asset.sampleRate + 0.5);
    info.format = SF_FORMAT_WAV | SF_FORMAT_DOUBLE;
    SNDFILE* file = sf_open_virtual(&access, SFM_WRITE, &info, &memory);
    const QString name = QString::fromStdString(path);
    if (!file)
        return unwritable(name, QString::fromUtf8(sf_strerror(nullptr)));
    // The chunk of peaks holds the time of writing.
    sf_command(file, SFC_SET_ADD_PEAK_CHUNK, nullptr, SF_FALSE);
    const auto count = static_cast<sf_count_t>(asset.data->size());
    const bool good = sf_write_double(file, asset.data->data(), count) == count;
    if (sf_close(file) != 0 || !good)
        return unwritable(name, "the numbers do not fit in a wav file");
    return writeWhole(name, memory.bytes.data(), memory.bytes.size());
}

Expected<std::string> csdText(const CsdDocument& document) {
    if (auto whole = checkWhole(document.orchestra, document.sourceMap); !whole)
        return tl::make_unexpected(whole.error());
    return assemble(document, orchestraWithDataInside(document), "out.wav");
}

Expected<void> writeCsd(const CsdDocument& document, const std::string& path,
                        const std::function<bool()>& stop) {
    const QFileInfo target(QString::fromStdString(path));
    if (target.isDir() || (target.exists() && !target.isFile()))
        return unwritable(target.filePath(), "it is no file");
    if (auto whole = checkWhole(document.orchestra, document.sourceMap); !whole)
        return whole;
    const QString name = target.completeBaseName();
    const QString folderName = name + ".assets";
    const QDir parent = target.absoluteDir();
    if (!document.assets.empty() && !parent.mkpath(folderName))
        return unwritable(parent.filePath(folderName), "the folder cannot be made");
    // Beside the files of an older export, which stay until all of the new ones are whole.
    std::optional<QTemporaryDir> made;
    if (!document.assets.empty()) {
        const QDir folder(parent.filePath(folderName));
        for (const QString& left : folder.entryList({"new-??????"}, QDir::Dirs))
            QDir(folder.filePath(left)).removeRecursively(); // a killed export's
        made.emplace(folder.filePath("new-XXXXXX"));
        if (!made->isValid())
            return unwritable(made->path(), made->errorString());
    }
    QStringList names;
    for (const CsdAsset& asset : document.assets) {
        const QString file = QString::fromStdString(asset.fileName);
        const QString source = QString::fromStdString(asset.sourcePath);
        if (!asset.data && isSameFile(source, parent.filePath(folderName + '/' + file)))
            continue;
        const Expected<void> written =
            asset.data ? writeAssetData(asset, made->filePath(file).toStdString())
                       : copyFile(source, made->filePath(file), stop);
        if (!written)
            return written;
        names.append(file);
        if (stop && stop())
            return writingCancelled();
    }
    const std::string folder = folderName.toStdString();
    const std::string orchestra = document.orchestraText(
        [&](const CsdAsset& asset) { return folder + "/" + asset.fileName; });
    // Csound reads its options word by word: a blank would end the name.
    QString outputName = name;
    for (QChar& c : outputName)
        if (!c.isLetterOrNumber() && c != '-' && c != '_')
            c = '_';
    const std::string text = assemble(document, orchestra, outputName.toStdString() + ".wav");
    if (made)
        if (auto moved = moveFiles(made->path(), names, parent.filePath(folderName)); !moved)
            return moved;
    return writeWhole(target.filePath(), text.data(), text.size());
}

} // namespace stria
