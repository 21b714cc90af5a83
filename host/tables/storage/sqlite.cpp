#include "host/tables/storage/sqlite.hpp"

#include <sqlite3.h>

#include <map>
#include <utility>

namespace vitrine::host::tables {
namespace {

constexpr int busy_milliseconds = 5'000;

SqlError error_of(sqlite3* db, int code) {
    return {code, std::string(sqlite3_errstr(code)) + ": " + (db == nullptr ? "" : sqlite3_errmsg(db))};
}

}  // namespace

void Database::Close::operator()(sqlite3* db) const {
    sqlite3_close_v2(db);
}
void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}

std::expected<Database, std::string> Database::open(const std::filesystem::path& file, Mode mode,
                                                    const std::string& vfs) {
    const int access = mode == Mode::write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    sqlite3* raw = nullptr;
    const int code = sqlite3_open_v2(file.c_str(), &raw, access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                                     vfs.empty() ? nullptr : vfs.c_str());
    Database db(raw);
    if (code != SQLITE_OK) return std::unexpected(error_of(raw, code).message);
    sqlite3_busy_timeout(raw, busy_milliseconds);
    // Replaces SQLite's own checkpoint after a commit, which would stand between a commit and its answers.
    const auto note_pages = [](void* state, sqlite3*, const char*, int pages) {
        static_cast<State*>(state)->log_pages = pages;
        return SQLITE_OK;
    };
    sqlite3_wal_hook(raw, note_pages, db.state_.get());
    return db;
}

void Database::note_error(int code) {
    if (!state_->error) state_->error = error_of(db_.get(), code);
}

struct Database::Cache {
    std::map<std::string, Statement> statements;  // by their SQL
};

Database::Database(sqlite3* db) : state_(std::make_unique<State>()), db_(db), cache_(std::make_unique<Cache>()) {}
Database::~Database() = default;
Database::Database(Database&& other) noexcept = default;
Database& Database::operator=(Database&& other) noexcept = default;

Statement& Database::cached(const std::string& sql) {
    Statement& statement = cache_->statements[sql];
    if (!statement) statement = prepare(sql);
    return statement;
}

void Database::execute(const std::string& sql) {
    if (failed()) return;
    if (const int code = sqlite3_exec(db_.get(), sql.c_str(), nullptr, nullptr, nullptr); code != SQLITE_OK)
        note_error(code);
}

Statement Database::prepare(const std::string& sql) {
    Statement statement;
    statement.state_ = state_.get();
    if (failed()) return statement;
    sqlite3_stmt* raw = nullptr;
    const int code = sqlite3_prepare_v3(db_.get(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                        &raw, nullptr);
    statement.statement_.reset(raw);
    if (code != SQLITE_OK) note_error(code);
    return statement;
}

std::optional<SqlError> Database::take_error() {
    return std::exchange(state_->error, std::nullopt);
}

void Database::checkpoint() {
    // A checkpoint that cannot be now is tried again after the next commit.
    sqlite3_wal_checkpoint_v2(db_.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
}

void Database::empty_log() {
    if (state_->log_pages == 0) return;
    sqlite3_busy_timeout(db_.get(), 0);  // nobody is waited for: writes would wait too
    const int code = sqlite3_wal_checkpoint_v2(db_.get(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    sqlite3_busy_timeout(db_.get(), busy_milliseconds);
    if (code == SQLITE_OK) state_->log_pages = 0;
}

std::int64_t Database::last_row_id() const {
    return sqlite3_last_insert_rowid(db_.get());
}

void Database::roll_back() {
    if (sqlite3_get_autocommit(db_.get()) == 0) sqlite3_exec(db_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
}

bool Statement::step() {
    if (state_->error) return false;
    if (!statement_) {
        // An error that was taken since must not make this a statement that finds nothing, or writes nothing, in peace.
        state_->error.emplace(SQLITE_MISUSE, "the statement could not be prepared");
        return false;
    }
    const int code = sqlite3_step(statement_.get());
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) state_->error = error_of(sqlite3_db_handle(statement_.get()), code);
    return false;
}

void Statement::reset() {
    sqlite3_reset(statement_.get());
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(statement_.get(), column);
}

std::string_view Statement::bytes(int column) const {
    const void* data = sqlite3_column_blob(statement_.get(), column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
    return data == nullptr ? std::string_view{} : std::string_view(static_cast<const char*>(data), size);
}

void Statement::bind_one(int index, std::int64_t value) {
    sqlite3_bind_int64(statement_.get(), index, value);
}

void Statement::bind_one(int index, std::optional<std::int64_t> value) {
    if (value)
        sqlite3_bind_int64(statement_.get(), index, *value);
    else
        sqlite3_bind_null(statement_.get(), index);
}

void Statement::bind_one(int index, std::string_view text) {
    sqlite3_bind_text64(statement_.get(), index, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
}

void Statement::bind_one(int index, Blob blob) {
    sqlite3_bind_blob64(statement_.get(), index, blob.bytes.data(), blob.bytes.size(), SQLITE_STATIC);
}

}  // namespace vitrine::host::tables
