// Package users stores users. This file is the one place that writes display_name; the plan's stray-writes leaves it out.
package users

// User is one row of the table users.
type User struct {
	ID          int64
	DisplayName string
}

// Rename sets the name of a user.
func Rename(u *User, name string) {
	u.DisplayName = name
}
