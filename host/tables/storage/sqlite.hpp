// SQLite as values that clean up after themselves. Errors stick to the connection: after the first one, every step
// finds no row, until take_error() is asked; so a sequence of statements is checked once, at its end.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace vitrine::host::tables {

struct Blob {
    std::string_view bytes;
};

struct SqlError {
    int code;  // SQLite's extended result code
    std::string message;
};

class Statement;

class Database {
public:
    enum class Mode { read, write };
    // `vfs`: the name of a registered file system; empty: SQLite's own.
    [[nodiscard]] static std::expected<Database, std::string> open(const std::filesystem::path& file, Mode mode,
                                                                   const std::string& vfs);
    ~Database();
    Database(Database&& other) noexcept;
    Database& operator=(Database&& other) noexcept;

    void execute(const std::string& sql);
    // One that converts to false, and a sticky error, where the SQL is wrong or the disk fails.
    [[nodiscard]] Statement prepare(const std::string& sql);
    // The same statement each time, prepared at the first: for what is done over and over.
    [[nodiscard]] Statement& cached(const std::string& sql);
    // Is there an error that nobody took?
    [[nodiscard]] bool failed() const { return state_->error.has_value(); }
    // The first error since the last call.
    [[nodiscard]] std::optional<SqlError> take_error();
    // Pages in the write-ahead log after the last commit; -1: there may be some of before.
    [[nodiscard]] int log_pages() const { return state_->log_pages; }
    // Moves what no reader needs from the log into the file.
    void checkpoint();
    // Moves all of the log into the file and leaves it empty, unless somebody is reading.
    void empty_log();
    // Of this connection's last INSERT.
    [[nodiscard]] std::int64_t last_row_id() const;
    // Ends a transaction that an error may have ended already.
    void roll_back();

private:
    friend class Statement;
    struct Close {
        void operator()(sqlite3* db) const;
    };
    struct State {
        std::optional<SqlError> error;
        int log_pages = -1;
    };
    struct Cache;
    explicit Database(sqlite3* db);
    void note_error(int code);

    std::unique_ptr<State> state_;  // stays where it is when the connection moves: SQLite and statements point at it
    std::unique_ptr<sqlite3, Close> db_;
    std::unique_ptr<Cache> cache_;
};

// Views given to bind must live until the statement is reset; views of columns until the next step.
class Statement {
public:
    Statement() = default;
    [[nodiscard]] explicit operator bool() const { return statement_ != nullptr; }

    template <typename... Values>
    Statement& bind(const Values&... values) {
        int index = 0;
        (bind_one(++index, values), ...);
        return *this;
    }
    // True: there is a row.
    bool step();
    // For statements without rows.
    template <typename... Values>
    void run(const Values&... values) {
        bind(values...);
        step();
        reset();
    }
    void reset();
    // Columns count from 0. NULL is 0.
    [[nodiscard]] std::int64_t integer(int column) const;
    // Text or blob. NULL is empty.
    [[nodiscard]] std::string_view bytes(int column) const;

private:
    friend class Database;
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };
    void bind_one(int index, std::int64_t value);
    void bind_one(int index, std::optional<std::int64_t> value);
    void bind_one(int index, std::string_view text);
    void bind_one(int index, Blob blob);

    Database::State* state_ = nullptr;
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

// Resets a statement at the end of a scope, so that it holds no snapshot of the database.
class Reset {
public:
    explicit Reset(Statement& statement) : statement_(statement) {}
    ~Reset() { statement_.reset(); }
    Reset(const Reset&) = delete;
    Reset& operator=(const Reset&) = delete;

private:
    Statement& statement_;
};

}  // namespace vitrine::host::tables
